using Steffi.Flows;

namespace Steffi.Ebpf.Tests;

/// <summary>The first frames of each capture file beside the repository that begin with Ethernet.</summary>
internal static class RealFrames
{
    private const int OfEach = 6, Shortest = 14, Longest = 2000;
    private static readonly Lazy<byte[][]> Read = new(() => [.. Files().SelectMany(First)]);

    public static byte[][] All => Read.Value;

    private static IEnumerable<string> Files()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "data", "captures") is var folder && Directory.Exists(folder))
                return Directory.EnumerateFiles(folder, "*.pcap*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".pcap" or ".pcapng").Order(StringComparer.Ordinal);
        Assert.Skip("needs ../shared/data/captures, which is not there");
        return [];
    }

    private static List<byte[]> First(string path)
    {
        var frames = new List<byte[]>();
        using var file = CaptureFile.Open(path);
        while (frames.Count < OfEach && file.TryRead(out var frame))
            if (frame.LinkType == LinkType.Ethernet && frame.Bytes.Length is >= Shortest and <= Longest)
                frames.Add(frame.Bytes.ToArray());
        return frames;
    }
}
