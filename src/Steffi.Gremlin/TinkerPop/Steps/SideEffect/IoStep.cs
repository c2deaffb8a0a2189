namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>io('graph.json').read()</c> and <c>.write()</c>: a graph in a file below the folder that the dialect names. Gives nothing.</summary>
internal sealed class IoStep(string file) : Step
{
    public const string ReaderKey = "~tinkerpop.io.reader", WriterKey = "~tinkerpop.io.writer";

    private static readonly Dictionary<string, IGraphFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["graphson"] = new GraphSonFormat(),
        ["json"] = new GraphSonFormat(),
        ["graphml"] = new GraphMlFormat(),
        ["xml"] = new GraphMlFormat(),
    };

    /// <summary>Null until read() or write() says it.</summary>
    public bool? Reads { get; set; }

    /// <summary>graphson or graphml; null for what the file's name says.</summary>
    public string? Format { get; set; }

    public override bool Mutates => Reads == true;

    public override IEnumerable<Traverser> Run(IEnumerable<Traverser> input, RunScope scope)
    {
        foreach (var _ in input)
        {
            Enter(scope);
            if (Reads is null || !IsSource) throw new StepFailure("io() starts a query, and read() or write() follow it");
            var path = PathIn(scope.Run.Plan.Files ?? throw new StepFailure("io() is not allowed: a query reaches only the files of a folder that GremlinDialect.WithFiles names"));
            var name = Format ?? Path.GetExtension(file).TrimStart('.');
            var format = Formats.GetValueOrDefault(name) ?? throw new StepFailure(
                name is "kryo" or "gryo" ? "Gryo is Java's own serialization, which Steffi does not read or write: GraphSON and GraphML are" : $"{file}: graphson and graphml are known, not '{name}'");
            try
            {
                if (Reads.Value) Read(format, path, scope);
                else Write(format, path, scope);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException or ArgumentException or InvalidOperationException)
            {
                throw new StepFailure($"{file}: {e.Message}");
            }
        }

        yield break;
    }

    /// <exception cref="StepFailure">The name leads out of the folder.</exception>
    private string PathIn(string folder)
    {
        var path = Path.GetFullPath(file, folder);
        return path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path
            : throw new StepFailure($"{file} lies outside of the folder that queries may reach");
    }

    private static void Read(IGraphFormat format, string path, RunScope scope)
    {
        var (run, vertices, edges) = (scope.Run, new Dictionary<string, Vertex>(StringComparer.Ordinal), new List<FileEdge>());
        using var stream = File.OpenRead(path);
        foreach (var element in format.Read(stream))
        {
            run.Budget.Tick();
            if (element is FileVertex vertex) vertices[Key(vertex.Id)] = run.AddVertex(vertex.Id, vertex.Label ?? LabelKeys.DefaultVertex, vertex.Properties);
            else edges.Add((FileEdge)element);
            run.Budget.CheckElements(vertices.Count + edges.Count);
        }

        foreach (var edge in edges)
            run.AddEdge(edge.Id, edge.Label ?? LabelKeys.DefaultEdge, End(vertices, edge.From), End(vertices, edge.To), edge.Properties);
    }

    private static string Key(object? id) => TraversalGraph.TextOfId(id) ?? throw new FormatException($"no id can be made of {Describe.Value(id)}");

    private static Vertex End(Dictionary<string, Vertex> vertices, object id) =>
        vertices.TryGetValue(Key(id), out var vertex) ? vertex : throw new FormatException($"an edge leads to the vertex {Describe.Value(id)}, which is not there");

    /// <summary>What fails half-way leaves the old file as it is.</summary>
    private static void Write(IGraphFormat format, string path, RunScope scope)
    {
        var part = path + ".part";
        try
        {
            using (var stream = File.Create(part)) format.Write(stream, scope.Run.Graph, scope.Run.Budget);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
