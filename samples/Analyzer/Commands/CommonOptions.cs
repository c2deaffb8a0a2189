using System.CommandLine;

namespace Steffi.Analyzer;

/// <summary>Options and arguments that several verbs share. Each call makes a new one: a verb owns its symbols.</summary>
internal static class CommonOptions
{
    public static Argument<string> Query() => new("QUERY")
    {
        Description = "A query in Skydive's Gremlin, e.g. \"G.V().Has('Type', 'veth')\".",
    };

    public static Option<Uri> Server() => new("--server")
    {
        Description = $"The host to ask, as URL or host:port. Default: $STEFFI_SERVER, else {ServerSource.DefaultAddress}.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("STEFFI_SERVER") is { Length: > 0 } set
            && ServerSource.TryParseAddress(set, out var address) ? address.ToString() : ServerSource.DefaultAddress + "/"),
        CustomParser = result =>
        {
            if (ServerSource.TryParseAddress(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"'{result.Tokens[0].Value}' is no address: write http://HOST:PORT or HOST:PORT");
            return null!;
        },
    };

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

    public static Option<OutputFormat> Output(params OutputFormat[] formats)
    {
        var option = new Option<OutputFormat>("--output", "-o")
        {
            Description = "How to print: " + string.Join(", ", formats.Select(format => format.ToString().ToLowerInvariant())) + $". Default: {formats[0].ToString().ToLowerInvariant()}.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => formats[0],
            CustomParser = result =>
            {
                if (Enum.TryParse<OutputFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && formats.Contains(format))
                    return format;
                result.AddError($"'{result.Tokens[0].Value}' is no output format: one of {string.Join(", ", formats.Select(f => f.ToString().ToLowerInvariant()))}");
                return default;
            },
        };
        return option;
    }
}
