using System.Runtime.InteropServices;

namespace Steffi.Probes;

/// <summary>The node of Type "host", with Skydive's keys for what a machine is.</summary>
internal static class HostNode
{
    public static ElementId IdOf(string host) => ElementId.FromName("host", host);

    /// <summary>
    /// Makes or refreshes the host's node, and deletes the probe nodes that an earlier process left: each probe of this one writes its own anew.
    /// </summary>
    public static void Write(Graph graph)
    {
        var host = graph.Options.Host;
        var id = IdOf(host);
        var facts = Facts();
        graph.Write(transaction =>
        {
            if (transaction.ContainsNode(id))
            {
                // A patch, because other writers may have added keys of theirs.
                var patch = new MetadataPatch { ["Name"] = host, ["Type"] = "host" };
                foreach (var (key, value) in facts)
                    patch[key] = value;
                transaction.UpdateNode(id, patch);
            }
            else
            {
                var metadata = new MetadataBuilder { ["Name"] = host, ["Type"] = "host" };
                foreach (var (key, value) in facts)
                    metadata[key] = value;
                transaction.AddNode(id, metadata);
            }
            foreach (var node in transaction.View.Nodes)
                if (node.Host == host && node["Type"].Equals("probe"))
                    transaction.DeleteNode(node.Id);
        });
    }

    private static List<(string Key, MetadataValue Value)> Facts()
    {
        List<(string, MetadataValue)> facts =
        [
            ("OS", OperatingSystem.IsLinux() ? "linux" : RuntimeInformation.OSDescription),
            ("KernelVersion", KernelVersion()),
            ("Architecture", RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()),
            ("CPUs", Environment.ProcessorCount),
        ];
        foreach (var (field, key) in new[] { ("ID", "Platform"), ("VERSION_ID", "PlatformVersion") })
            if (OsRelease(field) is { } value)
                facts.Add((key, value));
        return facts;
    }

    private static string KernelVersion() =>
        // On Linux Environment.OSVersion keeps the numbers only; this file has the release as uname(1) prints it.
        TryRead("/proc/sys/kernel/osrelease")?.Trim() ?? Environment.OSVersion.Version.ToString();

    private static string? OsRelease(string field) =>
        TryRead("/etc/os-release")?.Split('\n')
            .Where(line => line.StartsWith(field + "=", StringComparison.Ordinal))
            .Select(line => line[(field.Length + 1)..].Trim().Trim('"'))
            .FirstOrDefault();

    private static string? TryRead(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
