namespace Steffi.Gremlin.TinkerPop;

/// <summary>A vertex as a file has it.</summary>
internal sealed record FileVertex(object? Id, string? Label, IReadOnlyList<(string Key, object? Value)> Properties);

/// <summary>An edge as a file has it; its ends are ids of vertices of the file.</summary>
internal sealed record FileEdge(object? Id, string? Label, object From, object To, IReadOnlyList<(string Key, object? Value)> Properties);

/// <summary>A format of graphs in files.</summary>
internal interface IGraphFormat
{
    /// <summary>The vertices and edges, in the order of the file.</summary>
    /// <exception cref="FormatException">It is no graph in this format.</exception>
    IEnumerable<object> Read(Stream file);

    /// <exception cref="StepFailure">The format has no word for a value.</exception>
    void Write(Stream file, TraversalGraph graph, Budget budget);
}
