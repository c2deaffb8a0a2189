using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary>Options and arguments that several verbs share. Each call makes a new one: a verb owns its symbols.</summary>
internal static class CommonOptions
{
    public static Argument<string> Query() => new("QUERY")
    {
        Description = "A query in Skydive's Gremlin, e.g. \"G.V().Has('Type', 'veth')\".",
    };

    public static Option<QueryLanguage> Dialect() => new("--dialect")
    {
        Description = "The query's language: skydive (default) or tinkerpop, as in \"g.V().hasLabel('veth').out().values('Name')\".",
        HelpName = "skydive|tinkerpop",
    };

    public static Option<Uri?> Server() => new("--server")
    {
        Description = $"The host to ask, as URL or host:port. Default: $STEFFI_SERVER, else {ServerSource.DefaultAddress}.",
        HelpName = "URL",
        CustomParser = result =>
        {
            if (ServerSource.TryParseAddress(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"'{result.Tokens[0].Value}' is no address: write http://HOST:PORT or HOST:PORT");
            return null;
        },
    };

    public static ServerSource ServerOf(ParseResult parsed, Option<Uri?> server)
    {
        if (parsed.GetValue(server) is { } given)
            return new ServerSource(given);
        var text = Environment.GetEnvironmentVariable("STEFFI_SERVER") is { Length: > 0 } set ? set : ServerSource.DefaultAddress;
        return ServerSource.TryParseAddress(text, out var address)
            ? new ServerSource(address)
            : throw new CommandException($"STEFFI_SERVER='{text}' is no address: write http://HOST:PORT or HOST:PORT");
    }

    public static Option<AsOf?> At() => new("--at")
    {
        Description = "Ask as of then: '-1m' (a Go duration from now), RFC 1123, ISO 8601, or Unix seconds or milliseconds.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (AsOf.TryParse(result.Tokens[0].Value, out var asOf))
                return asOf;
            result.AddError($"'{result.Tokens[0].Value}' is no time: write '-1m', '-1h30m', '2026-01-31T12:00:00Z', RFC 1123, or Unix seconds or milliseconds");
            return null;
        },
    };

    /// <param name="formats">The first is the default.</param>
    public static Option<OutputFormat?> Output(params OutputFormat[] formats)
    {
        var names = string.Join(", ", formats.Select(NameOf));
        return new("--output", "-o")
        {
            Description = $"How to print: {names}. Default: {NameOf(formats[0])}.",
            HelpName = "FORMAT",
            CustomParser = result =>
            {
                foreach (var format in formats)
                    if (NameOf(format).Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase))
                        return format;
                result.AddError($"'{result.Tokens[0].Value}' is no output format: one of {names}");
                return null;
            },
        };
    }

    private static string NameOf(OutputFormat format) => format.ToString().ToLowerInvariant();
}
