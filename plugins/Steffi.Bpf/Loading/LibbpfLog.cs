using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>What libbpf says while this thread loads, kept instead of printed to stderr.</summary>
internal static unsafe partial class LibbpfLog
{
    [ThreadStatic]
    private static List<string>? _lines;

    private static bool _isSet;

    /// <summary>From now on the calling thread's lines are kept, those before are forgotten.</summary>
    public static List<string> Begin()
    {
        if (!Interlocked.Exchange(ref _isSet, true))
            Libbpf.libbpf_set_print(&Keep);
        return _lines = [];
    }

    [UnmanagedCallersOnly]
    private static int Keep(int level, byte* format, nint arguments)
    {
        if (level > 0 || _lines is not { } lines)
            return 0;
        byte* text = stackalloc byte[1024];
        // A va_list is a pointer, or passed by one, on the architectures .NET runs on under Linux.
        int length = vsnprintf(text, 1024, format, arguments);
        if (length > 0)
            lines.Add(Marshal.PtrToStringUTF8((nint)text)!.Trim());
        return length;
    }

    [LibraryImport("libc")]
    private static partial int vsnprintf(byte* text, nuint size, byte* format, nint arguments);
}
