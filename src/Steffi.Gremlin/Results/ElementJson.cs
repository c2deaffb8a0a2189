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
        if (writer.Options.Indented)
        {
            writer.WriteStartObject();
            WriteShared(writer, Attributes.Of(node));
            writer.WriteEndObject();
            return;
        }

        var text = JsonText.Rent(writer.Options.Encoder);
        AddShared(text, Attributes.Of(node));
        text.Raw("}"u8);
        writer.WriteRawValue(text.Written, skipInputValidation: true);
        text.Return();
    }

    /// <summary>Writes one edge as an object.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="edge">The revision to write.</param>
    public static void WriteEdge(Utf8JsonWriter writer, in Edge edge)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (writer.Options.Indented)
        {
            writer.WriteStartObject();
            WriteShared(writer, Attributes.Of(edge));
            writer.WriteString(Parent, edge.ParentId.ToString());
            writer.WriteString(Child, edge.ChildId.ToString());
            writer.WriteEndObject();
            return;
        }

        var text = JsonText.Rent(writer.Options.Encoder);
        AddShared(text, Attributes.Of(edge));
        text.Raw(",\"Parent\":"u8);
        text.Id(edge.ParentId);
        text.Raw(",\"Child\":"u8);
        text.Id(edge.ChildId);
        text.Raw("}"u8);
        writer.WriteRawValue(text.Written, skipInputValidation: true);
        text.Return();
    }

    /// <summary>Hot: the members that both have, without the closing brace.</summary>
    private static void AddShared(JsonText text, in Attributes of)
    {
        text.Raw("{\"ID\":"u8);
        text.Id(of.Id);
        text.Raw(",\"Metadata\":"u8);
        text.Map(of.Metadata.Packed);
        text.Raw(","u8);
        text.Provenance(of.Provenance);
        text.Raw(",\"CreatedAt\":"u8);
        text.Number(of.CreatedAt.ToUnixTimeMilliseconds());
        text.Raw(",\"UpdatedAt\":"u8);
        text.Number(of.UpdatedAt.ToUnixTimeMilliseconds());
        text.Raw(",\"DeletedAt\":"u8);
        if (of.DeletedAt is { } time) text.Number(time.ToUnixTimeMilliseconds());
        else text.Raw("null"u8);
        text.Raw(",\"Revision\":"u8);
        text.Number(of.Revision);
    }

    /// <summary>For people to read: the writer makes the line breaks, so it must see each member.</summary>
    private static void WriteShared(Utf8JsonWriter writer, in Attributes of)
    {
        writer.WriteString(Id, of.Id.ToString());
        writer.WritePropertyName(Metadata);
        of.Metadata.WriteTo(writer);
        writer.WriteString(Host, of.Provenance.Host);
        writer.WriteString(Origin, of.Provenance.Origin);
        writer.WriteNumber(CreatedAt, of.CreatedAt.ToUnixTimeMilliseconds());
        writer.WriteNumber(UpdatedAt, of.UpdatedAt.ToUnixTimeMilliseconds());
        if (of.DeletedAt is { } time) writer.WriteNumber(DeletedAt, time.ToUnixTimeMilliseconds());
        else writer.WriteNull(DeletedAt);
        writer.WriteNumber(Revision, of.Revision);
    }

    private readonly record struct Attributes(
        ElementId Id, Metadata Metadata, Provenance Provenance, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, long Revision)
    {
        public static Attributes Of(in Node node) =>
            new(node.Id, node.Metadata, node.At.Provenance, node.CreatedAt, node.UpdatedAt, node.DeletedAt, node.Revision);

        public static Attributes Of(in Edge edge) =>
            new(edge.Id, edge.Metadata, edge.Provenance, edge.CreatedAt, edge.UpdatedAt, edge.DeletedAt, edge.Revision);
    }
}
