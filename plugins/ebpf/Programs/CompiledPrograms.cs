namespace Steffi.Plugins.Ebpf;

/// <summary>The objects that lie beside their source, as they are embedded in this assembly.</summary>
internal static class CompiledPrograms
{
    public static byte[] Flows => Read("flows.bpf.o");

    private static byte[] Read(string name)
    {
        using var stream = typeof(CompiledPrograms).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
