using System.Text.Json;

namespace Steffi.Gremlin;

/// <summary>Nodes and edges in Skydive's JSON: ID, Metadata, Host, Origin, CreatedAt, UpdatedAt, DeletedAt, Revision; an edge also Parent and Child.</summary>
/// <remarks>Times are milliseconds since 1970; DeletedAt is null while the element lives.</remarks>
public static class ElementJson
{
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("ID");
    private static readonly JsonEncodedText Metadata = JsonEncodedText.Encode("Metadata");
    private static readonly JsonEncodedText Host = JsonEncodedText.Encode("Host");
    private static readonly JsonEncodedText Origin = JsonEncodedText.Encode("Origin");
    private static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("CreatedAt");
    private static readonly JsonEncodedText UpdatedAt = JsonEncodedText.Encode("UpdatedAt");
    private static readonly JsonEncodedText DeletedAt = JsonEncodedText.Encode("DeletedAt");
    private static readonly JsonEncodedText Revision = JsonEncodedText.Encode("Revision");
    private static readonly JsonEncodedText Parent = JsonEncodedText.Encode("Parent");
    private static readonly JsonEncodedText Child = JsonEncodedText.Encode("Child");

    /// <summary>Writes one node as an object.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="node">The revision to write.</param>
    public static void WriteNode(Utf8JsonWriter writer, in Node node)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteShared(writer, node.Id, node.Metadata, node.Host, node.Origin, new Times(node.CreatedAt, node.UpdatedAt, node.DeletedAt, node.Revision));
        writer.WriteEndObject();
    }

    /// <summary>Writes one edge as an object.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="edge">The revision to write.</param>
    public static void WriteEdge(Utf8JsonWriter writer, in Edge edge)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteShared(writer, edge.Id, edge.Metadata, edge.Host, edge.Origin, new Times(edge.CreatedAt, edge.UpdatedAt, edge.DeletedAt, edge.Revision));
        writer.WriteString(Parent, edge.ParentId.ToString());
        writer.WriteString(Child, edge.ChildId.ToString());
        writer.WriteEndObject();
    }

    private static void WriteShared(Utf8JsonWriter writer, ElementId id, Metadata metadata, string host, string origin, Times times)
    {
        writer.WriteString(Id, id.ToString());
        writer.WritePropertyName(Metadata);
        metadata.WriteTo(writer);
        writer.WriteString(Host, host);
        writer.WriteString(Origin, origin);
        writer.WriteNumber(CreatedAt, times.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber(UpdatedAt, times.UpdatedAt.ToUnixTimeMilliseconds());
        if (times.DeletedAt is { } deleted) writer.WriteNumber(DeletedAt, deleted.ToUnixTimeMilliseconds());
        else writer.WriteNull(DeletedAt);
        writer.WriteNumber(Revision, times.Revision);
    }

    private readonly record struct Times(DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, long Revision);
}
