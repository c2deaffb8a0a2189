using System.Diagnostics;

namespace Steffi.Analyzer.Tests;

/// <summary>Flows of a live capture with the processes at their ends.</summary>
public sealed class FlowProcessTests
{
    [Fact]
    public async Task A_captured_flow_names_the_processes_at_both_ends()
    {
        using var pair = new TestPair();
        await using var host = await RunningHost.StartAsync("--memory");
        (await host.AskAsync("capture", $"G.V().Has('Name', '{pair.Name}')", "--type", "pcap")).Expect(0);
        await SeesAsync(host, "G.V().HasKey('Captures').Values('Captures.State')", "active");
        using var server = Python(pair.Right, "s=socket.socket();s.bind(('0.0.0.0',7030));s.listen();c=s.accept()[0]\nwhile c.recv(1): pass");
        using var client = Python(pair.Left, "c=None\nwhile not c:\n try: c=socket.create_connection(('10.0.0.2',7030))\n except OSError: time.sleep(.05)\nwhile 1: c.send(b'x'); time.sleep(.1)");
        try
        {
            // Not those that were refused while the server was not there yet: nobody has a socket of theirs.
            const string connection = "G.Flows().Has('Transport.B', 7030, 'FinishType', 'NOT_FINISHED')";
            await SeesAsync(host, $"{connection}.Values('ProcessA.PID')", $"{client.Id}");
            await SeesAsync(host, $"{connection}.Values('ProcessB.PID')", $"{server.Id}");
            await SeesAsync(host, $"{connection}.Has('ProcessB.Cmdline', Regex('(?s).*7030.*'), 'ProcessB.NetNS', Gt(0), 'ProcessB.Cgroup', Ne('')).Count()", "1");
        }
        finally
        {
            client.Kill();
            server.Kill();
        }
    }

    // exec: the process is the one that has the socket.
    private static Process Python(string netns, string code) =>
        Process.Start(new ProcessStartInfo("nsenter", [$"--net=/run/netns/{netns}", "/usr/bin/env", "python3", "-c", "import socket,time\n" + code]))!;

    private static async Task SeesAsync(RunningHost host, string query, string expected)
    {
        Finished answer;
        int left = 50;
        do
            answer = await host.AskAsync("query", "-o", "jsonl", query);
        while (!answer.Output.Split('\n').Contains(expected) && !answer.Output.Contains($"\"{expected}\"") && --left > 0);
        Assert.Contains(expected, answer.Output);
    }
}
