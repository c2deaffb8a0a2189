using Steffi.Netlink.Kernel;

namespace Steffi.Functional.Tests;

/// <summary>Questions to a view, as the tests ask them.</summary>
internal static class Looking
{
    /// <summary>The interface of this name in a namespace ("" is the host's own); null when there is none.</summary>
    public static Node? Link(this GraphView view, string netns, string name) =>
        view.Link(netns.Length == 0 ? NamespaceFile.Own : Situation.Inode(netns), name);

    public static Node? Link(this GraphView view, long netns, string name)
    {
        foreach (var node in view.Nodes)
        {
            if (node["NetNS"] == netns && node["Name"] == name && !node["IfIndex"].IsNull)
                return node;
        }
        return null;
    }

    /// <summary>The node of a namespace; null when there is none.</summary>
    public static Node? Namespace(this GraphView view, string name)
    {
        foreach (var node in view.Nodes)
        {
            if (node["Type"] == "netns" && (node["Name"] == name || (node["Names"].Kind == ValueKind.List && node["Names"].AsList().Any(n => n == name))))
                return node;
        }
        return null;
    }

    public static int CountEdges(this GraphView view, string relation, Node? one, Node? other) => one is null || other is null ? 0
        : one.Value.OutEdges.Concat(one.Value.InEdges).Count(e => e["RelationType"] == relation
            && (e.ParentId == other.Value.Id || e.ChildId == other.Value.Id));

    public static bool Layer2(this GraphView view, Node? one, Node? other) => view.CountEdges("layer2", one, other) == 1;

    public static bool Owns(this GraphView view, Node? parent, Node? child) =>
        parent is not null && child is not null && child.Value.InEdges.Any(e => e["RelationType"] == "ownership" && e.ParentId == parent.Value.Id);

    public static string[] Texts(this Node? node, string path) => node is null || node.Value[path].Kind != ValueKind.List ? []
        : [.. node.Value[path].AsList().Select(v => v.ToString())];

    public static string Text(this Node? node, string path) => node is null ? "" : node.Value[path].ToString();
}
