using System.IO.Compression;
using System.Text.Json;

namespace Steffi.Analyzer.Tests;

/// `steffi pcap` on captures with reference flows.
public sealed class PcapTests
{
    private static string Tcp => Repository.Shared("data/flows/simple-tcpv4.pcap");

    [Fact]
    public async Task A_line_of_jsonl_is_a_flow_of_the_reference()
    {
        var finished = (await Cli.RunAsync("pcap", "-o", "jsonl", Tcp)).Expect(0);
        var flow = JsonDocument.Parse(Assert.Single(finished.Lines)).RootElement;
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.Shared("data/flows/simple-tcpv4.json")));
        var reference = document.RootElement.GetProperty("variants").GetProperty("plain").GetProperty("Flows")[0];
        foreach (var name in new[] { "LayersPath", "Application", "Link", "Network", "Transport", "Metric", "Start", "Last", "ParentUUID" })
            Assert.True(JsonElement.DeepEquals(reference.GetProperty(name), flow.GetProperty(name)), $"{name}: {flow.GetProperty(name)}");
        Assert.Contains("8 frames of 550 bytes", finished.Error);
    }

    [Fact]
    public async Task A_tunnel_and_what_it_carries_are_flows_of_a_table()
    {
        var finished = (await Cli.RunAsync("pcap", Repository.Shared("data/flows/vxlan-src-port.pcap"))).Expect(0);
        Assert.Contains("Ethernet/IPv4/UDP/VXLAN", finished.Output);
        Assert.Contains("192.168.0.1:1468   192.168.0.2:8080", finished.Output);
        Assert.EndsWith("3 flows\n", finished.Output);
    }

    [Fact]
    public async Task Standard_input_may_be_compressed()
    {
        using var folder = new TemporaryFolder();
        var compressed = folder.File("capture.pcap.gz");
        await using (var stream = new GZipStream(File.Create(compressed), CompressionLevel.Fastest))
            stream.Write(File.ReadAllBytes(Tcp));
        await using var running = Running.Start("sh", ["-c", $"'{Repository.Host}' pcap -o jsonl - < '{compressed}'"]);
        Assert.Single((await running.EndAsync()).Expect(0).Lines);
    }

    [Fact]
    public async Task Of_several_files_each_flow_says_which_one_saw_it_unless_they_are_one_capture()
    {
        var apart = (await Cli.RunAsync("pcap", "-o", "jsonl", Tcp, Tcp)).Expect(0);
        Assert.Equal(2, apart.Lines.Length);
        Assert.All(apart.Lines, line => Assert.Equal(Tcp, JsonDocument.Parse(line).RootElement.GetProperty("CaptureID").GetString()));
        var other = Repository.Shared("data/flows/simple-tcpv6.pcap");
        var joined = (await Cli.RunAsync("pcap", "-o", "jsonl", "--join", Tcp, other)).Expect(0);
        Assert.DoesNotContain("CaptureID", joined.Output);
    }

    [Fact]
    public async Task A_capture_that_is_cut_short_is_metered_so_far_and_placed()
    {
        using var folder = new TemporaryFolder();
        var cut = folder.File("cut.pcap");
        File.WriteAllBytes(cut, File.ReadAllBytes(Tcp)[..^3]);
        var finished = (await Cli.RunAsync("pcap", "-o", "jsonl", cut, Tcp)).Expect(1);
        Assert.Equal(2, finished.Lines.Length);
        Assert.Matches($@"steffi: {cut}, byte \d+: cut short", finished.Error);
    }

    [Fact]
    public async Task What_is_no_capture_is_named()
    {
        using var folder = new TemporaryFolder();
        var text = folder.File("notes.txt", "not a capture");
        var finished = (await Cli.RunAsync("pcap", text)).Expect(1);
        Assert.Contains($"steffi: {text}, byte 0: neither pcap nor pcapng", finished.Error);
        Assert.Contains("missing.pcap: cannot be read: there is no such file", (await Cli.RunAsync("pcap", folder.File("missing.pcap"))).Expect(1).Error);
        Assert.Contains("cannot be read: it is a folder", (await Cli.RunAsync("pcap", folder.Path)).Expect(1).Error);
    }

    [Fact]
    public async Task Parquet_goes_to_a_file_that_appears_whole()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("flows.parquet");
        (await Cli.RunAsync("pcap", "-o", "parquet", "--output-file", file, Tcp)).Expect(0);
        var bytes = File.ReadAllBytes(file);
        Assert.Equal("PAR1"u8.ToArray(), bytes[..4]);
        Assert.Equal("PAR1"u8.ToArray(), bytes[^4..]);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task What_is_there_already_stays_what_it_is_and_gets_the_flows()
    {
        using var folder = new TemporaryFolder();
        string pipe = folder.File("pipe"), target = folder.File("target.jsonl", "old"), link = folder.File("link.jsonl"), got = folder.File("got.jsonl");
        File.CreateSymbolicLink(link, target);
        (await Cli.RunAsync("pcap", "-o", "jsonl", "--output-file", link, Tcp)).Expect(0);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        await using var running = Running.Start("sh", ["-c", $"mkfifo '{pipe}'; cat '{pipe}' > '{got}' & '{Repository.Host}' pcap -o jsonl --output-file '{pipe}' '{Tcp}'; wait; test -p '{pipe}'"]);
        (await running.EndAsync()).Expect(0);
        Assert.Equal(File.ReadAllText(target), File.ReadAllText(got));
        Assert.Contains("TrackingID", File.ReadAllText(got));
    }

    [Fact]
    public async Task Where_a_file_cannot_be_written_the_reason_is_said_before_anything_is_read()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("there is no folder", (await Cli.RunAsync("pcap", "--output-file", Path.Combine(folder.Path, "none", "x"), Tcp)).Expect(1).Error);
        Assert.Contains("it is a folder", (await Cli.RunAsync("pcap", "--output-file", folder.Path, Tcp)).Expect(1).Error);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("table")]
    [InlineData("pcap")]
    public async Task A_full_disk_is_said_and_named_as_such(string format)
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("needs /dev/full");
        await using var running = Running.Start("sh", ["-c", $"exec '{Repository.Host}' pcap -o {format} '{Tcp}' > /dev/full"]);
        Assert.Contains("steffi: the flows cannot be written: ", (await running.EndAsync()).Expect(1).Error);
    }

    [Theory]
    [InlineData("pcap")]
    [InlineData("pcap", "-", "-")]
    [InlineData("pcap", "x", "--extra-layers", "SMTP")]
    [InlineData("pcap", "x", "--layer-key-mode", "L4")]
    [InlineData("pcap", "x", "--raw-packet-limit", "-2")]
    [InlineData("pcap", "x", "-o", "json")]
    [InlineData("pcap", "x", "--bpf", "udp")]
    public async Task A_wrong_command_line_ends_with_2(params string[] arguments) =>
        Assert.StartsWith("steffi: ", (await Cli.RunAsync(arguments)).Expect(2).Error);

    [Fact]
    public async Task Ctrl_C_ends_an_input_that_stays_open_with_what_came()
    {
        using var folder = new TemporaryFolder();
        var pipe = folder.File("pipe");
        await using var running = Running.Start("sh", ["-c", $"mkfifo '{pipe}' && exec '{Repository.Host}' pcap -o jsonl - < '{pipe}'"]);
        while (!File.Exists(pipe))
            await Task.Delay(10);
        var capture = File.ReadAllBytes(Tcp);
        using var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        // More than a pipe holds: once it is written, most of it has been read.
        writer.Write(capture);
        for (int i = 0; i < 400; i++)
            writer.Write(capture.AsSpan(24));
        running.Signal(Running.Interrupt);
        var finished = await running.EndAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(130, finished.ExitCode);
        Assert.NotEmpty(finished.Lines);
        Assert.Matches(@"interrupted after [\d,]+ frames", finished.Error);
    }
}
