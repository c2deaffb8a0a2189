namespace Steffi.Flows.Tests;

/// <summary>Where a test's history lies; opened again it is the same one. The directory goes with it.</summary>
internal sealed class HistoryPlace(string kind) : IDisposable
{
    private readonly MemoryFlowStore _memory = new();
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("steffi-flows-").FullName;

    public FlowHistory Open(FlowHistoryOptions? options = null) => new(OpenStore(), options);

    public IFlowStore OpenStore() => kind == "memory" ? _memory : RocksDbFlowStore.Open(Path.Combine(_directory, "flows"));

    public void Dispose() => System.IO.Directory.Delete(_directory, recursive: true);
}
