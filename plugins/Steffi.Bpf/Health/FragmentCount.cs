using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>Fragments of the datagrams between two ends, one way, in one namespace: struct fragments of Programs/datagrams.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FragmentCount
{
    /// <summary>By sockets of the namespace.</summary>
    public long Sent;

    /// <summary>That came in, for whomever: an address of the namespace, or on their way through it.</summary>
    public long Received;
}
