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

    [Fact]
    public async Task Forwarded_flows_and_those_of_a_loopback_name_their_processes_however_they_are_captured()
    {
        string[] types = ["pcap", "afpacket", "ebpf"];
        using var net = new TestRouter();
        await using var host = await RunningHost.StartAsync("--memory");
        // Nothing is captured where the processes are, but their loopback.
        foreach (string query in new[] { $"G.V().Has('Name', '{net.LeftPort}')", $"G.V().Has('Name', '{net.Right}').Out('Name', 'lo')" })
        {
            foreach (string type in types)
                (await host.AskAsync("capture", query, "--type", type)).Expect(0);
        }
        using var server = Python(net.Right, """
            import threading
            def answer():
             while 1: u.sendto(b'y',u.recvfrom(9)[1])
            u=socket.socket(type=socket.SOCK_DGRAM); u.bind(('0.0.0.0',7042)); threading.Thread(target=answer).start()
            s=socket.socket(socket.AF_INET6); s.bind(('::',7041)); s.listen()
            taken=[]
            while 1: taken.append(s.accept()[0])
            """);
        const string talk = """
            t=u=None
            while not t:
             try: t=socket.create_connection((to,7041))
             except OSError: time.sleep(.05)
            u=socket.socket(type=socket.SOCK_DGRAM)
            while 1: t.send(b'x'); u.sendto(b'x',(to,7042)); time.sleep(.1)
            """;
        using var client = Python(net.Left, $"to='10.2.0.1'\n{talk}");
        using var neighbor = Python(net.Right, $"to='127.0.0.1'\n{talk}");
        try
        {
            foreach (var (address, process) in new[] { ("10.2.0.1", client), ("127.0.0.1", neighbor) })
            {
                foreach (int port in new[] { 7041, 7042 })
                {
                    string flows = $"G.Flows().Has('Transport.B', {port}, 'Network.B', '{address}', 'FinishType', Without('TCP_RST'))";
                    await SeesAsync(host, $"{flows}.Has('ProcessA.PID', {process.Id}, 'ProcessB.PID', {server.Id}).Count()", $"{types.Length}");
                }
            }
        }
        finally
        {
            foreach (var process in new[] { client, neighbor, server })
                process.Kill();
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
