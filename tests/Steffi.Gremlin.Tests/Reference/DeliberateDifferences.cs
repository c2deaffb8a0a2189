namespace Steffi.Gremlin.Tests;

/// <summary>Where Steffi answers otherwise than the original did: what it answers, and the rule of the dialect's page that says so.</summary>
public static class DeliberateDifferences
{
    public static readonly IReadOnlyDictionary<string, (string Expected, string Rule)> All = new Dictionary<string, (string, string)>
    {
        ["G.V().Has(\"Value\", -1)"] = ("0 []", "negative numbers are accepted"),
        ["G.V().Has(\"Map.a\", 1)"] = ("1 [n1]", "Has on map values reaches in by dotted path always"),
        ["G.V().Has(\"Value\", Within())"] = ("0 []", "Within() with nothing matches nothing"),
        ["G.V().Has(\"Value\", Outside(1, 4))"] = ("0 []", "Outside works"),
        ["G.V().Has(\"IPV4\", IPV4Range(\"::1/64\"))"] = (
            "EXEC-ERR IPV4Range takes an IPv4 network, IPV6Range an IPv6 one: ::1/64", "IPv6 ranges give errors or work, never crash"),
        ["G.V().Limit(\"1\")"] = ("EXEC-ERR 1 is not an integer", "Limit(\"1\") gives an error, never crashes"),
        ["G.V().As(\"a\").Limit(1).Count()"] = ("1 [1]", "Limit binds where it is written, also after As"),
        ["G.V().\r\nCount()"] = ("1 [4]", "\\r is accepted"),
        ["G.V().Has(\"Na\\\"me\", \"x\")"] = ("0 []", "escapes in strings are accepted"),
        ["G.V().Has(\"Type\", 'it\"s')"] = ("0 []", "a string closes only with the quote that opened it"),
        ["G.V().Sort(1)"] = ("PARSE-ERR Sort parameter has to be a string key : 1", "Go's wrong formatting is not copied"),
    };
}
