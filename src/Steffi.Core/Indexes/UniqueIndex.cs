namespace Steffi;

/// <summary>What a unique index asks: that no two nodes that stand now hold an equal value.</summary>
internal static class UniqueIndex
{
    public static void Check(MetadataIndex index, NodeEntry node)
    {
        if (!node.Head!.Metadata.TryGet(index.Path, out var value))
            return;
        if (value.Kind == ValueKind.List)
        {
            foreach (var item in value.Items)
                Check(index, node, item);
        }
        else
        {
            Check(index, node, value);
        }
    }

    private static void Check(MetadataIndex index, NodeEntry node, MetadataValue value)
    {
        if (index.Find(value) is not { } posting)
            return;
        var others = posting.Read(out int count);
        foreach (var other in others.AsSpan(0, count))
        {
            if (other != node && other.Head is { Alive: true } head && Holds(head.Metadata, index.Path, value))
                throw new UniqueIndexException(index.Path.Text, value.ToString(), other.Id, node.Id);
        }
    }

    private static bool Holds(Metadata metadata, MetadataPath path, MetadataValue value) =>
        metadata.TryGet(path, out var held) && (held == value || (held.Kind == ValueKind.List && held.Items.Contains(value)));
}
