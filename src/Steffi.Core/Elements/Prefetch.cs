using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Steffi;

/// <summary>Asks the processor for an element that will be read soon: many are then waited for at once instead of one after another.</summary>
/// <remarks>Hot. A hint: the collector may have moved the element by the time it counts, and nothing is read here.</remarks>
internal static unsafe class Prefetch
{
    /// <summary>The first 128 bytes of an object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(object? value)
    {
        if (!Sse.IsSupported || value is null)
            return;
        byte* address = (byte*)Unsafe.As<object, nint>(ref value);
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + 64);
    }

    /// <summary>A record in an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(ref EdgeRecord record)
    {
        if (!Sse.IsSupported)
            return;
        byte* address = (byte*)Unsafe.AsPointer(ref record);
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + sizeof(EdgeRecord) - 1);
    }
}
