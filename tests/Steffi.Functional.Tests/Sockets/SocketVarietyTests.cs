using System.Diagnostics;
using static Steffi.Functional.Tests.Sockets.BlueAndRed;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>What programs do with sockets, against what ss(8) says of it. Each script runs in a namespace until the end of the test.</summary>
public sealed class SocketVarietyTests
{
    // A child ends with its parent.
    private const string Beginning = """
        import array,ctypes,os,socket,struct,sys,threading,time
        TCP,UDP=socket.SOCK_STREAM,socket.SOCK_DGRAM
        V4,V6=socket.AF_INET,socket.AF_INET6
        def fork():
         child=os.fork()
         if child==0: ctypes.CDLL(None).prctl(1,9)
         return child

        """;

    [Fact]
    public Task Addresses_of_both_families_mapped_ones_and_those_of_a_link() => RunAsync(async (net, blue, red) =>
    {
        net.Ip($"-n {red} addr add fe80::1/64 dev eth0 nodad");
        Start(net, red, """
            def serve(family, address, only, *options):
             s=socket.socket(family,TCP)
             if family==V6: s.setsockopt(socket.IPPROTO_IPV6,socket.IPV6_V6ONLY,only)
             for option in options: s.setsockopt(socket.SOL_SOCKET,*option)
             s.bind(address); s.listen(); return s
            all=[serve(V6,('::',7201),0), serve(V6,('::',7202),1), serve(V4,('0.0.0.0',7202),0), serve(V4,('10.9.0.2',7203),0), serve(V6,('fd09::2',7203),1),
             serve(V6,('::ffff:10.9.0.2',7204),0), serve(V4,('0.0.0.0',7205),0,(socket.SO_BINDTODEVICE,b'eth0'))]
            link=socket.getaddrinfo('fe80::1%eth0',7206,V6,TCP)[0][4]
            all.append(serve(V6,link,1))
            taken=[s.accept()[0] for s in all]
            """);
        await net.SeesAsync("eight listeners", _ => SocketStatistics.Kernel(red).Count(line => line.State == "LISTEN") == 8, Soon);
        Start(net, blue, """
            def connect(family, *to):
             s=socket.socket(family,TCP); s.connect(to); return s
            all=[connect(V4,'10.9.0.2',7201), connect(V6,'fd09::2',7202), connect(V6,'::ffff:10.9.0.2',7202), connect(V4,'10.9.0.2',7203), connect(V6,'fd09::2',7203),
             connect(V4,'10.9.0.2',7204), connect(V4,'10.9.0.2',7205), connect(V6,*socket.getaddrinfo('fe80::1%eth0',7206,V6,TCP)[0][4])]
            """);
        await EqualsKernelAsync(net, blue, lines => lines.Count == 8);
        await EqualsKernelAsync(net, red, lines => lines.Count == 16);
    });

    [Fact]
    public Task Sockets_that_several_processes_share_or_hand_on() => RunAsync(async (net, blue, red) =>
    {
        string reuse = "s=socket.socket(V4,TCP); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEPORT,1); s.bind(('0.0.0.0',7211)); s.listen()";
        Start(net, red, reuse);
        Start(net, red, reuse);
        // Two children hold what their parent opened; only one of them keeps it.
        Start(net, red, "s=socket.socket(V4,TCP); s.bind(('0.0.0.0',7212)); s.listen()\nif fork()==0:\n if fork()==0: s.close()");
        await EqualsKernelAsync(net, red, lines => lines.Count == 3 && lines.Count(line => line.Processes.Contains(',')) == 1 && lines.Count(line => line.Local == "0.0.0.0 7211") == 2);
        // A client hands its connection to another process by a socket of unix(7), and closes its own.
        var giver = Start(net, blue, """
            a,b=socket.socketpair()
            if fork():
             s=socket.create_connection(('10.9.0.2',7212)); u=socket.socket(V4,UDP); u.bind(('0.0.0.0',7213))
             a.sendmsg([b'x'],[(socket.SOL_SOCKET,socket.SCM_RIGHTS,array.array('i',[s.fileno(),u.fileno()]))]); s.close(); u.close()
            else: given=b.recvmsg(1,socket.CMSG_SPACE(8))
            """);
        await EqualsKernelAsync(net, blue, lines => lines.Count == 2 && lines.All(line => line.Processes.Length > 0 && line.Processes != $"{giver.Id}"));
        // Nobody has accepted it.
        await EqualsKernelAsync(net, red, lines => lines.Count == 4 && lines.Any(line => line.State == "ESTABLISHED" && line.Processes.Length == 0));
    });

    [Fact]
    public Task Datagram_sockets_connected_or_not_and_of_groups() => RunAsync(async (net, blue, red) =>
    {
        net.Ip($"-n {blue} route add 239.0.0.0/8 dev eth0");
        Start(net, red, """
            def bound(family, *address):
             s=socket.socket(family,UDP); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind(address); return s
            group=bound(V4,'239.9.9.9',7221)
            group.setsockopt(socket.IPPROTO_IP,socket.IP_ADD_MEMBERSHIP,socket.inet_aton('239.9.9.9')+socket.inet_aton('10.9.0.2'))
            six=bound(V6,'::',7221)
            six.setsockopt(socket.IPPROTO_IPV6,socket.IPV6_JOIN_GROUP,socket.inet_pton(V6,'ff15::9')+struct.pack('@I',socket.if_nametoindex('eth0')))
            all=[bound(V4,'0.0.0.0',7222), bound(V6,'::1',7222), bound(V4,'10.9.0.2',7223)]
            device=socket.socket(V4,UDP); device.setsockopt(socket.SOL_SOCKET,socket.SO_BINDTODEVICE,b'eth0'); device.bind(('',7224))
            """);
        Start(net, blue, """
            def connected(family, *to):
             s=socket.socket(family,UDP); s.connect(to); return s
            all=[connected(V4,'10.9.0.2',7222), connected(V6,'fd09::2',7221), connected(V6,'::ffff:10.9.0.2',7222), connected(V4,'239.9.9.9',7221)]
            all[0].send(b'x')
            free=socket.socket(V4,UDP); free.sendto(b'x',('10.9.0.2',7222))
            again=connected(V4,'10.9.0.2',7222); again.connect(('10.9.0.2',7223))
            """);
        await EqualsKernelAsync(net, red, lines => lines.Count == 6);
        await EqualsKernelAsync(net, blue, lines => lines.Count == 6);
    });

    [Fact]
    public Task States_of_connections_that_end_by_halves_or_cannot_begin() => RunAsync(async (net, blue, red) =>
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/iptables"), "needs iptables");
        Start(net, red, """
            s=socket.socket(V4,TCP); s.bind(('0.0.0.0',7231)); s.listen()
            taken=[s.accept()[0] for i in range(6)]
            taken[4].recv(1); taken[4].close()
            taken[5].recv(1); taken[5].close()
            """);
        await net.SeesAsync("the listener", view => Has(view, red, "LISTEN"), Soon);
        Start(net, blue, """
            def connect(port=7231): return socket.create_connection(('10.9.0.2',port))
            both=connect()
            half=connect(); half.shutdown(socket.SHUT_WR)
            given_up=connect(); given_up.close()
            if fork()==0: ended=connect(); os._exit(0)
            os.wait()
            waits=connect(); waits.shutdown(socket.SHUT_WR)
            last=connect()
            waits.recv(1); waits.close()
            os.system('iptables -A OUTPUT -d 10.9.0.2 -j DROP')
            last.close()
            tries=socket.socket(V4,TCP); tries.setblocking(False); tries.connect_ex(('10.9.0.2',7232))
            """);
        await EqualsKernelAsync(net, blue, lines => lines.Count == 6 && lines.Select(line => line.State).Order().SequenceEqual(
            ["ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "FIN_WAIT2", "FIN_WAIT2", "SYN_SENT"]) && lines.Count(line => line.Processes.Length == 0) == 3);
        await EqualsKernelAsync(net, red, lines => lines.Count == 6 && lines.Count(line => line.State == "CLOSE_WAIT") == 3 && lines.Count(line => line.State == "ESTABLISHED") == 2);
        Assert.Contains("TIME-WAIT", Situation.Run("ip", "netns", "exec", blue, "ss", "-tanH"));
        Assert.DoesNotContain("TIME-WAIT", Situation.Run("ip", "netns", "exec", blue, "ss", "-tunpH"));
    });

    [Fact]
    public Task A_thread_in_a_namespace_of_its_own() => RunAsync(async (net, blue, red) =>
    {
        var process = Start(net, blue, """
            def leave():
             ctypes.CDLL(None).unshare(0x40000000); os.system('ip link set lo up')
             s=socket.socket(V4,TCP); s.bind(('127.0.0.1',7241)); s.listen(); c=socket.create_connection(('127.0.0.1',7241)); a=s.accept()
             time.sleep(1000)
            threading.Thread(target=leave, daemon=True).start()
            here=socket.socket(V4,UDP); here.bind(('127.0.0.1',7242))
            """);
        var view = await net.SeesAsync("its sockets", v => Made(v) is { } made && SocketStatistics.Graph(v, made).Count == 3, Soon);
        string path = Made(view).Text("Path");
        Assert.NotEqual($"/proc/{process.Id}/ns/net", path);
        var lines = SocketStatistics.Parse(Situation.Run("nsenter", $"--net={path}", "ss", "-tunapH"));
        Assert.All(lines, line => Assert.Equal($"{process.Id}", line.Processes));
        Assert.Equal(lines, SocketStatistics.Graph(view, Made(view)));
        await EqualsKernelAsync(net, blue, lines => lines.Count == 1);

        Node? Made(GraphView v) => v.Nodes.Where(node => node["FirstProcess.PID"] == process.Id && node["Name"] == $"net:[{node["Inode"]}]").Cast<Node?>().FirstOrDefault();
    });

    [Fact]
    public Task A_process_that_changes_its_name_or_program_is_called_so() => RunAsync(async (net, blue, red) =>
    {
        string directory = Directory.CreateTempSubdirectory("program").FullName;
        try
        {
            File.WriteAllText($"{directory}/another-program.py", "import time\ntime.sleep(1000)");
            var process = Start(net, red, $"""
                s=socket.socket(V4,TCP); s.bind(('0.0.0.0',7251)); s.listen(); s.set_inheritable(True)
                s.accept(); ctypes.CDLL(None).prctl(15,b'renamed',0,0,0)
                s.accept(); os.execv(sys.executable,['python3','{directory}/another-program.py'])
                """);
            await IsCalledAsync("python3", "python3", "import array");
            using (Connect(blue, "10.9.0.2", 7251))
                await IsCalledAsync("renamed", "renamed", "import array");
            using (Connect(blue, "10.9.0.2", 7251))
                await IsCalledAsync("another-program.py", "python3", "python3 " + directory);

            async Task IsCalledAsync(string name, string comm, string cmdline)
            {
                var view = await net.SeesAsync(name, view => NodeOf(view, process) is { } node && node["Name"] == name && node["Comm"] == comm
                    && node["Cmdline"].ToString().Contains(cmdline, StringComparison.Ordinal), Soon);
                await EqualsKernelAsync(net, red, lines => lines.Any(line => line.State == "LISTEN" && line.Name == comm));
                Assert.Single(view.Nodes, node => node["Type"] == "process" && node["PID"] == process.Id);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    });

    private static Node? NodeOf(GraphView view, Process process) =>
        view.Nodes.Where(node => node["Type"] == "process" && node["PID"] == process.Id).Cast<Node?>().FirstOrDefault();

    // The process is the interpreter.
    private static Process Start(Situation net, string ns, string script) =>
        net.Start("ip", "netns", "exec", ns, "python3", "-c", $"{Beginning}{script}\ntime.sleep(1000)");
}
