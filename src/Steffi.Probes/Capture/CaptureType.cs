namespace Steffi.Probes;

/// <summary>One way to capture: its name, the plugin that brought it ("" for the program), and how an instance is made.</summary>
internal sealed class CaptureType
{
    public CaptureType(string name, string plugin, Func<PacketCapture> make)
    {
        (Name, Plugin, Make) = (name, plugin, make);
        var sample = make();
        (Preference, CountsPackets) = (sample.Preference, sample.CountsPackets);
    }

    public string Name { get; }

    public string Plugin { get; }

    public Func<PacketCapture> Make { get; }

    public int Preference { get; }

    public bool CountsPackets { get; }
}
