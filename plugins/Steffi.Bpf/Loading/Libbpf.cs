using System.Runtime.InteropServices;

namespace Steffi.Bpf;

/// <summary>The calls of libbpf 1.x that are used. Those that return int give −errno; those that return a pointer give null and set errno.</summary>
internal static unsafe partial class Libbpf
{
    private const string Library = "libbpf.so.1";

    /// <summary>struct bpf_object_open_opts as of libbpf 1.0; later ones only add to its end.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    public struct OpenOptions
    {
        [FieldOffset(0)] public nuint Size;
        [FieldOffset(8)] public byte* Name;
        [FieldOffset(56)] public byte* Log;
        [FieldOffset(64)] public nuint LogSize;
        [FieldOffset(72)] public uint LogLevel;
    }

    /// <summary>struct bpf_prog_load_opts.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    public struct ProgramOptions
    {
        [FieldOffset(0)] public nuint Size;
        [FieldOffset(88)] public uint LogLevel;
        [FieldOffset(92)] public uint LogSize;
        [FieldOffset(96)] public byte* Log;
    }

    /// <summary>struct bpf_map_create_opts.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    public struct MapOptions
    {
        [FieldOffset(0)] public nuint Size;
        [FieldOffset(28)] public uint Flags;
    }

    /// <summary>struct bpf_tc_hook.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TcHook
    {
        public nuint Size;
        public int InterfaceIndex;
        public int AttachPoint;
        public uint Parent;
        private readonly uint _pad;
    }

    /// <summary>struct bpf_tc_opts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TcOptions
    {
        public nuint Size;
        public int Program;
        public uint Flags;
        public uint ProgramId;
        public uint Handle;
        public uint Priority;
        private readonly uint _pad;
    }

    /// <summary>union bpf_iter_link_info.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct IteratorTarget
    {
        [FieldOffset(0)] public int Map;
    }

    /// <summary>struct bpf_iter_attach_opts.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IteratorOptions
    {
        public nuint Size;
        public IteratorTarget* Target;
        public uint TargetLength;
        private readonly uint _pad;
    }

    [LibraryImport(Library)]
    public static partial nint libbpf_set_print(delegate* unmanaged<int, byte*, nint, int> print);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_object__open_mem(byte* bytes, nuint length, OpenOptions* options);

    [LibraryImport(Library)]
    public static partial int bpf_object__load(nint handle);

    [LibraryImport(Library)]
    public static partial void bpf_object__close(nint handle);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint bpf_object__find_map_by_name(nint handle, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint bpf_object__find_program_by_name(nint handle, string name);

    [LibraryImport(Library)]
    public static partial int bpf_map__fd(nint map);

    [LibraryImport(Library)]
    public static partial int bpf_map__set_max_entries(nint map, uint entries);

    [LibraryImport(Library)]
    public static partial uint bpf_map__max_entries(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__map_flags(nint map);

    [LibraryImport(Library)]
    public static partial int bpf_map__set_map_flags(nint map, uint flags);

    [LibraryImport(Library)]
    public static partial nint bpf_map__inner_map(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__key_size(nint map);

    [LibraryImport(Library)]
    public static partial uint bpf_map__value_size(nint map);

    [LibraryImport(Library)]
    public static partial nint bpf_map__initial_value(nint map, nuint* size);

    [LibraryImport(Library)]
    public static partial int bpf_program__fd(nint program);

    [LibraryImport(Library)]
    public static partial int bpf_program__set_autoload(nint program, [MarshalAs(UnmanagedType.U1)] bool load);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_program__attach(nint program);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_program__attach_iter(nint program, IteratorOptions* options);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint bpf_program__attach_cgroup(nint program, int group);

    [LibraryImport(Library)]
    public static partial int bpf_link__fd(nint link);

    [LibraryImport(Library)]
    public static partial int bpf_link__destroy(nint link);

    [LibraryImport(Library)]
    public static partial int bpf_iter_create(int link);

    [LibraryImport(Library)]
    public static partial int bpf_link_create(int program, int target, int attachType, void* options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int bpf_prog_load(int type, string name, string license, Instruction* instructions, nuint count, ProgramOptions* options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int bpf_map_create(int type, string name, uint keySize, uint valueSize, uint entries, MapOptions* options);

    [LibraryImport(Library)]
    public static partial int bpf_map_update_elem(int map, void* key, void* value, ulong flags);

    [LibraryImport(Library)]
    public static partial int bpf_map_lookup_elem(int map, void* key, void* value);

    [LibraryImport(Library)]
    public static partial int bpf_map_lookup_and_delete_batch(int map, void* from, void* next, void* keys, void* values, uint* count, void* options);

    [LibraryImport(Library)]
    public static partial int bpf_map_lookup_batch(int map, void* from, void* next, void* keys, void* values, uint* count, void* options);

    [LibraryImport(Library)]
    public static partial int libbpf_num_possible_cpus();

    [LibraryImport(Library)]
    public static partial int bpf_tc_hook_create(TcHook* hook);

    [LibraryImport(Library)]
    public static partial int bpf_tc_hook_destroy(TcHook* hook);

    [LibraryImport(Library)]
    public static partial int bpf_tc_attach(TcHook* hook, TcOptions* options);

    [LibraryImport(Library)]
    public static partial int bpf_tc_detach(TcHook* hook, TcOptions* options);

    [LibraryImport(Library)]
    public static partial int bpf_tc_query(TcHook* hook, TcOptions* options);

    [LibraryImport(Library)]
    public static partial nint btf__load_vmlinux_btf();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int btf__find_by_name_kind(nint btf, string name, uint kind);

    [LibraryImport(Library)]
    public static partial uint* btf__type_by_id(nint btf, uint id);

    [LibraryImport(Library)]
    public static partial nint btf__name_by_offset(nint btf, uint offset);

    [LibraryImport(Library)]
    public static partial void btf__free(nint btf);
}
