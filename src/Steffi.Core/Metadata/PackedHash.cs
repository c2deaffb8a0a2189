using System.Runtime.InteropServices;

namespace Steffi;

/// <summary>A 64-bit multiply-fold hash of packed bytes; never kept beyond the process.</summary>
internal static class PackedHash
{
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(bytes), 0x9E3779B97F4A7C15);
            bytes = bytes[8..];
        }
        ulong tail = 0;
        foreach (byte b in bytes)
            tail = tail << 8 | b;
        return Fold(hash ^ tail, 0xD6E8FEB86659FD93);
    }

    public static ulong Fold(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }
}
