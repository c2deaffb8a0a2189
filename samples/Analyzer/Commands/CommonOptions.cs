using System.CommandLine;
using System.CommandLine.Parsing;

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
        CustomParser = result => OneOf(result, "dialect", Enum.GetValues<QueryLanguage>()) ?? default,
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
        Description = "Ask as of then: '-1m', '-1h30m', '-7d' (from now), RFC 1123, ISO 8601, or Unix seconds or milliseconds.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var asOf = AsOf.TryParse(result.Tokens[0].Value);
            if (asOf is null)
                result.AddError($"'{result.Tokens[0].Value}' is no time: write '-1m', '-1h30m', '-7d', '2026-01-31T12:00:00Z', RFC 1123, or Unix seconds or milliseconds");
            return asOf;
        },
    };

    /// <param name="formats">The first is the default.</param>
    public static Option<OutputFormat?> Output(params OutputFormat[] formats)
    {
        return new("--output", "-o")
        {
            Description = $"How to print: {string.Join(", ", formats.Select(NameOf))}. Default: {NameOf(formats[0])}.",
            HelpName = "FORMAT",
            CustomParser = result => OneOf(result, "output format", formats),
        };
    }

    private static T? OneOf<T>(ArgumentResult result, string what, T[] values) where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        foreach (var value in values)
            if (NameOf(value).Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        result.AddError($"'{text}' is no {what}: one of {string.Join(", ", values.Select(NameOf))}");
        return null;
    }

    private static string NameOf<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
