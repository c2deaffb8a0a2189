namespace Steffi.Plugins.SocketInfo;

/// <summary>
/// What a process is called by those who run it: neutron-openvswitch-agent, where the kernel says neutron-openvsw or python3. A process that gave
/// itself a name keeps it.
/// </summary>
internal static class ProgramName
{
    private const int LongestKernelName = 15;   // TASK_COMM_LEN of linux/sched.h, less its zero

    private static readonly char[] VersionDigits = [.. "0123456789."];

    /// <summary>How a command line says which program an interpreter runs.</summary>
    /// <param name="Inline">Options that bring the program's text instead.</param>
    /// <param name="Module">Options that are followed by its name.</param>
    /// <param name="Valued">Options whose value is the next word.</param>
    private sealed record Interpreter(string[] Inline, string[] Module, string[] Valued);

    private static readonly Dictionary<string, Interpreter> Interpreters = new()
    {
        ["python"] = new(["-c"], ["-m"], ["-W", "-X"]),
        ["pypy"] = new(["-c"], ["-m"], ["-W", "-X"]),
        ["perl"] = new(["-e", "-E"], [], ["-I"]),
        ["ruby"] = new(["-e"], [], ["-I", "-r", "-C"]),
        ["node"] = new(["-e", "-p", "--eval", "--print"], [], ["-r", "--require", "--import"]),
        ["php"] = new(["-r"], ["-f"], ["-c", "-d", "-S", "-t"]),
        ["lua"] = new(["-e"], [], ["-l"]),
        ["java"] = new([], ["-jar", "-m", "--module"], ["-cp", "-classpath", "--class-path", "-p", "--module-path", "--add-modules"]),
        ["sh"] = new(["-c"], [], ["-o"]),
        ["bash"] = new(["-c"], [], ["-o", "-O", "--rcfile", "--init-file"]),
        ["dash"] = new(["-c"], [], ["-o"]),
    };

    /// <param name="comm">As the kernel says, 15 bytes at most.</param>
    /// <param name="exe">The program's file; empty where it may not be read.</param>
    /// <param name="arguments">The command line, its first word the program's.</param>
    public static string Of(string comm, string exe, ReadOnlySpan<string> arguments)
    {
        if (arguments.Length > 1 && Interpreters.TryGetValue(comm.TrimEnd(VersionDigits), out var interpreter))
            return ScriptOf(interpreter, arguments[1..]) ?? comm;
        return comm.Length < LongestKernelName ? comm : Whole(comm, exe, arguments);
    }

    private static string? ScriptOf(Interpreter interpreter, ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (interpreter.Inline.Contains(words[i]))
                return null;
            if (!words[i].StartsWith('-'))
                return Path.GetFileName(words[i]) is { Length: > 0 } file ? file : null;
            if (interpreter.Module.Contains(words[i]))
                return i + 1 < words.Length && Path.GetFileName(words[i + 1]) is { Length: > 0 } module ? module : null;
            if (interpreter.Valued.Contains(words[i]))
                i++;
        }
        return null;
    }

    // Cut short by the kernel: the file, or the command line, which the process may have written anew, has all of it.
    private static string Whole(string comm, string exe, ReadOnlySpan<string> arguments)
    {
        foreach (string text in (ReadOnlySpan<string>)[exe, .. arguments])
        {
            int end = text.IndexOf(' ');
            string file = Path.GetFileName(end < 0 ? text : text[..end]);
            if (file.StartsWith(comm, StringComparison.Ordinal))
                return file;
        }
        return comm;
    }
}
