using Steffi.Flows;

namespace Steffi.Probes;

/// <summary>What there is to capture with: the capture types and dissectors of the loaded plugins and of the program itself. Thread-safe.</summary>
public sealed class CaptureCatalog
{
    private const string Own = "";
    private readonly Lock sync = new();
    private CaptureType[] types = [];
    private (string Plugin, Func<FlowDissector> Make)[] dissectors = [];

    /// <summary>Something came that was not there before.</summary>
    internal event Action? Offered;

    /// <summary>What this plugin offered is no longer there: whoever runs it ends that before the task ends.</summary>
    internal event Func<string, Task>? Withdrawn;

    /// <summary>Names of the capture types, the preferred first.</summary>
    public IReadOnlyList<string> Types => [.. All.Select(type => type.Name)];

    /// <summary>The preferred first.</summary>
    internal IReadOnlyList<CaptureType> All => Volatile.Read(ref types);

    /// <summary>Adds a capture type of the program's own, without a plugin.</summary>
    /// <param name="make">Called for each run, and now, to read the type.</param>
    /// <exception cref="ArgumentException">The type's name breaks the rule, or is taken.</exception>
    public void Add(Func<PacketCapture> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var name = ProbeName.Of(make());
        lock (sync)
        {
            if (Find(name) is not null)
                throw new ArgumentException($"There is a capture type '{name}' already", nameof(make));
            Put([.. types, new CaptureType(name, Own, make)]);
        }
        Offered?.Invoke();
    }

    /// <summary>Adds a dissector of the program's own, without a plugin.</summary>
    /// <param name="make">Called for each flow table that classifies.</param>
    public void Add(Func<FlowDissector> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (sync)
            Volatile.Write(ref dissectors, [.. dissectors, (Own, make)]);
        Offered?.Invoke();
    }

    /// <summary>One instance of each dissector there is now, for one flow table.</summary>
    public IReadOnlyList<FlowDissector> MakeDissectors() => [.. Volatile.Read(ref dissectors).Select(dissector => dissector.Make())];

    /// <summary>A capture filter for frames that are captured already, of the first type that has such.</summary>
    /// <param name="expression">In tcpdump's language.</param>
    /// <exception cref="ArgumentException">The expression is none, or no type compiles any; says which.</exception>
    public IPacketFilter CompileFilter(string expression) =>
        All.Select(type => type.Make().CompileFilter(expression)).FirstOrDefault(filter => filter is not null)
        ?? throw new ArgumentException("no plugin compiles packet filters");

    internal CaptureType? Find(string type) => All.FirstOrDefault(one => one.Name == type);

    internal bool HasDissectorsOf(string plugin) => Volatile.Read(ref dissectors).Any(dissector => dissector.Plugin == plugin);

    internal void Offer(string plugin, PluginExports exports)
    {
        if (exports.Captures.Count + exports.Dissectors.Count == 0)
            return;
        lock (sync)
        {
            Put([.. types, .. exports.Captures.Select(capture => new CaptureType(capture.Type, plugin, capture.Make))]);
            Volatile.Write(ref dissectors, [.. dissectors, .. exports.Dissectors.Select(make => (plugin, make))]);
        }
        Offered?.Invoke();
    }

    internal async Task WithdrawAsync(string plugin)
    {
        lock (sync)
        {
            if (!HasDissectorsOf(plugin) && types.All(type => type.Plugin != plugin))
                return;
            Put([.. types.Where(type => type.Plugin != plugin)]);
            Volatile.Write(ref dissectors, [.. dissectors.Where(dissector => dissector.Plugin != plugin)]);
        }
        if (Withdrawn is { } end)
            await end(plugin);
    }

    private void Put(IEnumerable<CaptureType> all) =>
        Volatile.Write(ref types, [.. all.OrderByDescending(type => type.Preference).ThenBy(type => type.Name, StringComparer.Ordinal)]);
}
