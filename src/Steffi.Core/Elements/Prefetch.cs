using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Steffi;

/// <summary>Asks the processor for an element that will be read soon: many are then waited for at once instead of one after another.</summary>
/// <remarks>Hot. A hint: the collector may have moved the element by the time it counts, and nothing is read here.</remarks>
internal static unsafe class Prefetch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Entry(Entry entry)
    {
        if (!Sse.IsSupported)
            return;
        byte* address = (byte*)Unsafe.As<Entry, nint>(ref entry);
        Sse.Prefetch0(address);
        Sse.Prefetch0(address + 64);
    }
}
