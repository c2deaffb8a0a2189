namespace Steffi.Bpf;

/// <summary>A program at a tracepoint or iterator; gone when disposed, and with its process.</summary>
internal sealed class TraceLink(nint link) : IDisposable
{
    private nint _link = link;

    /// <summary>Closed with the link.</summary>
    public int Descriptor => Libbpf.bpf_link__fd(_link);

    public void Dispose()
    {
        nint link = Interlocked.Exchange(ref _link, 0);
        if (link != 0)
            _ = Libbpf.bpf_link__destroy(link);
    }
}
