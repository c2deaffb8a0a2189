namespace Steffi.Plugins.SocketInfo;

/// <summary>A socket as Skydive's users know it.</summary>
internal static class SocketMapping
{
    public static Metadata ToMetadata(HeldSocket held)
    {
        var (record, process, all) = (held.Record, held.Process, held.All);
        var metadata = new MetadataBuilder
        {
            ["Protocol"] = record.Protocol.Word(),
            ["State"] = record.State.Word(),
            ["LocalAddress"] = record.Local.Address.ToString(),
            ["LocalPort"] = record.Local.Port,
            ["RemoteAddress"] = record.Remote.Address.ToString(),
            ["RemotePort"] = record.Remote.Port,
        };
        if (process is not null)
        {
            metadata["Process"] = process.Exe.Length > 0 ? process.Exe : process.Comm;
            metadata["Name"] = process.Comm;
            metadata["PID"] = process.Pid;
        }
        // A descriptor that was inherited or passed on: ss(8) names all of them too.
        if (all.Count > 1)
            metadata["PIDs"] = all.Select(one => (MetadataValue)one.Pid).ToArray();
        return metadata.Build();
    }
}
