using System.Diagnostics.CodeAnalysis;

namespace Steffi.Gremlin;

/// <summary>An attribute of an element, written with @. Times are milliseconds since 1970. @DeletedAt is there, and null, while it lives.</summary>
internal sealed class AttributeField : Field
{
    /// <summary>In the order in which Keys() lists them.</summary>
    public static readonly string[] Names = ["@CreatedAt", "@DeletedAt", "@Host", "@ID", "@Origin", "@Revision", "@UpdatedAt"];

    private AttributeField(string key) : base(key)
    {
    }

    public static AttributeField CreatedAt { get; } = new("@CreatedAt");

    public static bool TryRead(string key, [NotNullWhen(true)] out Field? field)
    {
        field = key.StartsWith('@') && Names.Contains(key) ? new AttributeField(key) : null;
        return field is not null;
    }

    public override bool TryRead(in Node node, out MetadataValue value)
    {
        value = Key switch
        {
            "@ID" => node.Id.ToString(),
            "@Host" => node.Host,
            "@Origin" => node.Origin,
            "@Revision" => node.Revision,
            "@CreatedAt" => node.CreatedAt.ToUnixTimeMilliseconds(),
            "@UpdatedAt" => node.UpdatedAt.ToUnixTimeMilliseconds(),
            _ => node.DeletedAt is { } time ? time.ToUnixTimeMilliseconds() : MetadataValue.Null,
        };
        return true;
    }

    public override bool TryRead(in Edge edge, out MetadataValue value)
    {
        value = Key switch
        {
            "@ID" => edge.Id.ToString(),
            "@Host" => edge.Host,
            "@Origin" => edge.Origin,
            "@Revision" => edge.Revision,
            "@CreatedAt" => edge.CreatedAt.ToUnixTimeMilliseconds(),
            "@UpdatedAt" => edge.UpdatedAt.ToUnixTimeMilliseconds(),
            _ => edge.DeletedAt is { } time ? time.ToUnixTimeMilliseconds() : MetadataValue.Null,
        };
        return true;
    }
}
