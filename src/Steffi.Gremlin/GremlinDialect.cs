using System.Collections.Frozen;
using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin;

/// <summary>Which steps exist and what they mean. Immutable and thread-safe; holds the plans of the queries that ran lately.</summary>
public sealed class GremlinDialect
{
    private readonly FrozenDictionary<string, StepDefinition> _steps;

    private GremlinDialect(IEnumerable<KeyValuePair<string, StepDefinition>> steps, LabelKeys? labels = null, bool keepsNulls = false, string? files = null)
    {
        _steps = steps.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Labels = labels;
        KeepsNulls = keepsNulls;
        Files = files;
    }

    /// <summary>The dialect that Skydive's users know, with what is an accident there fixed: docs/gremlin.md lists each.</summary>
    public static GremlinDialect Skydive { get; } = new(SkydiveSteps.All());

    /// <summary>Apache TinkerPop's own language, the text of gremlin-lang 3.8: <c>g.V().hasLabel('veth').out().values('Name')</c>. Vertices have
    /// the metadata key Type as their label, edges RelationType.</summary>
    public static GremlinDialect TinkerPop { get; } = new([], LabelKeys.Skydive);

    /// <summary>Which metadata keys are the labels; null in Skydive's dialect, which knows no labels.</summary>
    internal LabelKeys? Labels { get; }

    /// <summary>Whether null is a value that a property can have.</summary>
    internal bool KeepsNulls { get; }

    /// <summary>The folder that io() reaches; null where it reaches none.</summary>
    internal string? Files { get; }

    internal PlanCache Plans { get; } = new();

    /// <summary>This dialect with a package's steps. Meant to be made once and kept: each has a plan cache of its own.</summary>
    /// <param name="extension">The package's steps.</param>
    /// <returns>A new dialect; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">A name is taken by a step that exists, or is no identifier.</exception>
    public GremlinDialect With(StepExtension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var steps = new Dictionary<string, StepDefinition>(_steps, StringComparer.OrdinalIgnoreCase);
        foreach (var name in extension.Names)
        {
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                throw new ArgumentException($"'{name}' is no name for a step: an ASCII letter, then letters, digits and _", nameof(extension));
            if (steps.TryGetValue(name, out var taken) && taken is not UnloadedStep || Labels is not null && StepTable.IsStep(name))
                throw new ArgumentException($"The step '{name}' exists already", nameof(extension));
            steps[name] = new ExtensionStep(name, extension);
        }

        return new GremlinDialect(steps, Labels, KeepsNulls, Files);
    }

    /// <summary>The TinkerPop dialect with labels under other metadata keys. Meant to be made once and kept, as with <see cref="With"/>.</summary>
    /// <param name="vertexKey">Of vertices; Type unless set.</param>
    /// <param name="edgeKey">Of edges; RelationType unless set.</param>
    /// <returns>A new dialect; this one stays as it is.</returns>
    /// <exception cref="InvalidOperationException">This is Skydive's dialect.</exception>
    public GremlinDialect WithLabelKeys(string vertexKey, string edgeKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(vertexKey);
        ArgumentException.ThrowIfNullOrEmpty(edgeKey);
        if (Labels is null) throw new InvalidOperationException("Skydive's dialect knows no labels");
        return new GremlinDialect(_steps, new LabelKeys(vertexKey, edgeKey), KeepsNulls, Files);
    }

    /// <summary>The TinkerPop dialect where null is a value like any other: <c>property('k', null)</c> keeps the key, and <c>has('k', null)</c>
    /// finds it. Without, null removes a property, and a null in metadata is none. Such queries run on traversers only, without the planner of
    /// both dialects. Meant to be made once and kept, as with <see cref="With"/>.</summary>
    /// <returns>A new dialect; this one stays as it is.</returns>
    /// <exception cref="InvalidOperationException">This is Skydive's dialect.</exception>
    public GremlinDialect WithNullProperties() => Labels is null
        ? throw new InvalidOperationException("Skydive's dialect has no word for null")
        : new GremlinDialect(_steps, Labels, keepsNulls: true, Files);

    /// <summary>The TinkerPop dialect where <c>io('graph.json').read()</c> adds the graph in a file, and <c>.write()</c> saves the graph that the
    /// query sees: GraphSON 3.0 and GraphML. Whoever may ask may then read and replace the files there: meant for a folder of nothing else.
    /// Meant to be made once and kept, as with <see cref="With"/>.</summary>
    /// <param name="folder">The names in queries are below it.</param>
    /// <returns>A new dialect; this one stays as it is.</returns>
    /// <exception cref="InvalidOperationException">This is Skydive's dialect.</exception>
    public GremlinDialect WithFiles(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Labels is null) throw new InvalidOperationException("Skydive's dialect has no word for files");
        return new GremlinDialect(_steps, Labels, KeepsNulls, folder.FullName);
    }

    internal bool IsStep(string name) => _steps.ContainsKey(name);

    /// <summary>Null when no step has the name.</summary>
    internal StepDefinition? Find(string name) => _steps.GetValueOrDefault(name);
}
