using System.Text.Json;

namespace Steffi.Analyzer;

/// <summary>The one place that runs queries.</summary>
internal static class Answering
{
    /// <exception cref="QueryFailedException">The query was refused or failed.</exception>
    public static QueryAnswer Ask(Graph graph, string query, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>As <see cref="Ask(Graph, string, CancellationToken)"/>, with <c>G</c> meaning this view.</summary>
    public static QueryAnswer Ask(GraphView view, string query, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>One {Nodes, Edges}.</summary>
    public static void WriteGraph(Utf8JsonWriter writer, GraphView view) => throw new NotImplementedException();

    public static void Write(Utf8JsonWriter writer, Node node) => throw new NotImplementedException();

    public static void Write(Utf8JsonWriter writer, Edge edge) => throw new NotImplementedException();
}

/// <summary>A query's result, still over the view that it was asked on.</summary>
internal sealed class QueryAnswer
{
    /// <summary>Whether it consists of nodes and edges, which a watch can follow one by one.</summary>
    public bool IsElements => throw new NotImplementedException();

    public IReadOnlyList<Node> Nodes => throw new NotImplementedException();

    public IReadOnlyList<Edge> Edges => throw new NotImplementedException();

    /// <summary>In Skydive's shape.</summary>
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();
}
