using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>Whose packets the kernel dropped, and why: struct drop of Programs/health.bpf.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketDrop
{
    /// <summary>As the packet went.</summary>
    public ConnectionEnds Ends;

    /// <summary>As <see cref="DropReasons"/> names it.</summary>
    public uint Reason;

    private readonly uint _unused;
}
