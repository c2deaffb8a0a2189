using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Steffi.Bpf;

/// <summary>What happened to one socket's TCP connection so far: struct tuple and struct health of Programs/health.bpf.c.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConnectionHealth
{
    /// <summary>From the socket to its peer.</summary>
    public ConnectionEnds Ends;

    public uint Retransmits, ResetsSent, ResetsReceived;

    /// <summary>Microseconds, smoothed; 0 unknown.</summary>
    public uint Srtt;

    /// <summary>The process that connected; 0 unknown, and on the side that accepted.</summary>
    public int Pid;

    private readonly uint _unused;
    private readonly CommandName _comm;
    private readonly ulong _socket;

    /// <summary>That process's name.</summary>
    public readonly string Command
    {
        get
        {
            ReadOnlySpan<byte> name = _comm;
            int end = name.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        }
    }

    [InlineArray(16)]
    private struct CommandName
    {
        private byte _byte;
    }
}
