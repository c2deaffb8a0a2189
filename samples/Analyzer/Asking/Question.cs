using System.Text.Json;
using Steffi.Gremlin;

namespace Steffi.Analyzer;

/// <summary>A query as it is asked: its text, in which dialect, and as of when.</summary>
/// <param name="At">Null for the present. Skydive's dialect says it in the text; the other one has no word for it.</param>
internal sealed record Question(string Text, QueryLanguage Language = QueryLanguage.Skydive, DateTimeOffset? At = null)
{
    /// <summary>The request's body for a host.</summary>
    public byte[] ToJson() => JsonText.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("GremlinQuery", Text);
        if (Language != QueryLanguage.Skydive)
            writer.WriteString("Dialect", Language.ToString().ToLowerInvariant());
        if (At is { } at)
            writer.WriteString("At", at);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is no question.</exception>
    public static Question Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new JsonException("an object is expected");
        var text = !body.TryGetProperty("GremlinQuery", out var query) || query.ValueKind == JsonValueKind.Null ? ""
            : query.ValueKind == JsonValueKind.String ? query.GetString()! : throw new JsonException("GremlinQuery has to be a text");
        var language = body.TryGetProperty("Dialect", out var dialect) ? ReadLanguage(dialect.ValueKind == JsonValueKind.String ? dialect.GetString()! : "") : QueryLanguage.Skydive;
        if (!body.TryGetProperty("At", out var at) || at.ValueKind == JsonValueKind.Null)
            return new Question(text, language);
        return at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var instant)
            ? new Question(text, language, instant)
            : throw new JsonException("At has to be a time in ISO 8601");
    }

    /// <exception cref="JsonException">It is no dialect's name.</exception>
    public static QueryLanguage ReadLanguage(string name) => Enum.TryParse<QueryLanguage>(name, ignoreCase: true, out var language) && !char.IsAsciiDigit(name[0])
        ? language
        : throw new JsonException($"Dialect has to be skydive or tinkerpop, not '{name}'");
}

/// <summary>The dialects of Gremlin with what a host adds to them.</summary>
internal sealed record Dialects(GremlinDialect Skydive, GremlinDialect TinkerPop)
{
    public static Dialects Plain { get; } = new(GremlinDialect.Skydive, GremlinDialect.TinkerPop);

    public QueryOptions In(QueryLanguage language, QueryOptions options) => options with { Dialect = language == QueryLanguage.TinkerPop ? TinkerPop : Skydive };
}

/// <summary>The names of the dialects.</summary>
internal enum QueryLanguage
{
    Skydive, TinkerPop,
}
