using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>An object of compiled programs and their maps. Opened, then adjusted, then loaded; closing it frees what nothing else holds. Not thread-safe.</summary>
internal sealed unsafe partial class BpfObject : IDisposable
{
    private const int LogSize = 1 << 20;
    private readonly string _name;
    private readonly byte* _log;
    private nint _handle;

    private BpfObject(string name, ReadOnlySpan<byte> elf)
    {
        _name = name;
        _log = (byte*)NativeMemory.Alloc(LogSize);
        _log[0] = 0;
        var warnings = LibbpfLog.Begin();
        fixed (byte* bytes = elf, text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            var options = new Libbpf.OpenOptions { Size = (nuint)sizeof(Libbpf.OpenOptions), Name = text, Log = _log, LogSize = LogSize };
            _handle = Libbpf.bpf_object__open_mem(bytes, (nuint)elf.Length, &options);
        }
        if (_handle == 0)
            throw Refused(Marshal.GetLastPInvokeError(), warnings);
    }

    /// <summary>Reads an object; nothing reaches the kernel yet.</summary>
    /// <param name="name">For messages and tools.</param>
    /// <param name="elf">As clang wrote it.</param>
    /// <exception cref="BpfLoadException">libbpf is missing or does not understand the bytes.</exception>
    public static BpfObject Open(string name, ReadOnlySpan<byte> elf)
    {
        try
        {
            return new BpfObject(name, elf);
        }
        catch (DllNotFoundException)
        {
            throw BpfLoadException.NoLibrary(name);
        }
    }

    /// <summary>Reads an object that is embedded in an assembly as NAME.bpf.o.</summary>
    /// <exception cref="BpfLoadException">libbpf is missing or does not understand the bytes.</exception>
    public static BpfObject Open(string name, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(name + ".bpf.o") ?? throw new ArgumentException($"{assembly} has no {name}.bpf.o", nameof(name));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Open(name, bytes);
    }

    /// <summary>Room of a map; before loading.</summary>
    public void Resize(string map, int entries) => Check(Libbpf.bpf_map__set_max_entries(FindMap(map), (uint)entries), map);

    /// <summary>Has a map, and one that is made of such maps, without the flag; before loading.</summary>
    public void ClearFlag(string map, string maps, uint flag)
    {
        foreach (nint one in (ReadOnlySpan<nint>)[FindMap(map), Libbpf.bpf_map__inner_map(FindMap(maps))])
            Check(Libbpf.bpf_map__set_map_flags(one, Libbpf.bpf_map__map_flags(one) & ~flag), map);
    }

    /// <summary>Leaves a program out; before loading.</summary>
    public void LeaveOut(string program) => Check(Libbpf.bpf_program__set_autoload(FindProgram(program), false), program);

    /// <summary>The constants of section <c>.rodata.settings</c>, which hold one struct; before loading.</summary>
    public void Configure<T>(in T settings) where T : unmanaged
    {
        nuint size;
        nint value = Libbpf.bpf_map__initial_value(FindMap(".rodata.settings"), &size);
        if (value == 0 || size != (nuint)sizeof(T))
            throw new InvalidOperationException($"{_name}: its settings have {size} bytes, not {sizeof(T)}");
        *(T*)value = settings;
    }

    /// <summary>Gives programs and maps to the kernel.</summary>
    /// <exception cref="BpfLoadException">It refused.</exception>
    public void Load()
    {
        var warnings = LibbpfLog.Begin();
        int status = Libbpf.bpf_object__load(_handle);
        if (status < 0)
            throw Refused(-status, warnings);
    }

    public BpfMap Map(string name)
    {
        nint map = FindMap(name);
        return new BpfMap(name, Libbpf.bpf_map__fd(map), (int)Libbpf.bpf_map__key_size(map), (int)Libbpf.bpf_map__value_size(map), (int)Libbpf.bpf_map__max_entries(map), Libbpf.bpf_map__map_flags(map));
    }

    /// <summary>Descriptor of a loaded program; closed with the object.</summary>
    public int Program(string name) => Libbpf.bpf_program__fd(FindProgram(name));

    /// <summary>Attaches a program to what its section names; ends with the returned link.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public TraceLink Attach(string program)
    {
        LibbpfLog.Begin();
        return Attached(program, Libbpf.bpf_program__attach(FindProgram(program)));
    }

    /// <summary>Attaches an iterator's program to a map; ends with the returned link.</summary>
    /// <exception cref="KernelCallException">The kernel refused.</exception>
    public TraceLink AttachTo(string program, BpfMap map)
    {
        var target = new Libbpf.IteratorTarget { Map = map.Descriptor };
        var options = new Libbpf.IteratorOptions { Size = (nuint)sizeof(Libbpf.IteratorOptions), Target = &target, TargetLength = (uint)sizeof(Libbpf.IteratorTarget) };
        LibbpfLog.Begin();
        return Attached(program, Libbpf.bpf_program__attach_iter(FindProgram(program), &options));
    }

    /// <summary>Attaches a program to a control group, beside others'; ends with the returned link.</summary>
    /// <exception cref="KernelCallException">The kernel refused, or there is no such directory.</exception>
    public TraceLink AttachTo(string program, string group)
    {
        int directory = Libc.open(group, Libc.O_RDONLY | Libc.O_CLOEXEC);
        if (directory < 0)
            throw new KernelCallException("open", group, Marshal.GetLastPInvokeError());
        try
        {
            LibbpfLog.Begin();
            return Attached(program, Libbpf.bpf_program__attach_cgroup(FindProgram(program), directory));
        }
        finally
        {
            _ = Libc.close(directory);
        }
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
            return;
        Libbpf.bpf_object__close(handle);
        NativeMemory.Free(_log);
    }

    private static TraceLink Attached(string program, nint link) => link != 0 ? new TraceLink(link) : throw new KernelCallException("attach", program, Marshal.GetLastPInvokeError(), Capabilities.Missing());

    private nint FindMap(string name) => Found(Libbpf.bpf_object__find_map_by_name(_handle, name), name);

    private nint FindProgram(string name) => Found(Libbpf.bpf_object__find_program_by_name(_handle, name), name);

    private nint Found(nint handle, string name) => handle != 0 ? handle : throw new ArgumentException($"{_name} has no {name}", nameof(name));

    private static void Check(int status, string what)
    {
        if (status < 0)
            throw new KernelCallException("set", what, -status);
    }

    private BpfLoadException Refused(int errno, List<string> warnings)
    {
        string program = warnings.Select(line => ProgramName().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? _name;
        return BpfLoadException.Refused(program, errno, Marshal.PtrToStringUTF8((nint)_log) ?? "", warnings.FirstOrDefault(line => line.Contains("fail", StringComparison.Ordinal)));
    }

    [GeneratedRegex("prog '([^']+)'")]
    private static partial Regex ProgramName();
}
