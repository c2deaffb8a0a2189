using Steffi.Plugins.SocketInfo;

namespace Steffi.Functional.Tests.Sockets;

/// <summary>What the kernel, the program's file and the command line say, and what people call it.</summary>
public sealed class ProgramNameTests
{
    [Theory]
    [InlineData("nginx", "/usr/sbin/nginx", "nginx: master process /usr/sbin/nginx", "nginx")]
    [InlineData("systemd-resolve", "/usr/lib/systemd/systemd-resolved", "/usr/lib/systemd/systemd-resolved", "systemd-resolved")]
    // A script with an interpreter in its first line; and one that has written its command line anew.
    [InlineData("neutron-openvsw", "/usr/bin/python3.11", "/usr/bin/python3|/usr/bin/neutron-openvswitch-agent|--config-file|x", "neutron-openvswitch-agent")]
    [InlineData("neutron-openvsw", "/usr/bin/python3.11", "neutron-openvswitch-agent (/usr/bin/python3 /usr/bin/neutron-openvswitch-agent)", "neutron-openvswitch-agent")]
    [InlineData("python3", "/usr/bin/python3.11", "python3|-u|-W|ignore|/srv/shop/server.py|--port|80", "server.py")]
    [InlineData("python3.11", "/usr/bin/python3.11", "python3.11|-m|http.server|80", "http.server")]
    [InlineData("python3", "/usr/bin/python3.11", "python3|-c|import socket", "python3")]
    [InlineData("python3", "/usr/bin/python3.11", "python3", "python3")]
    [InlineData("python3", "/usr/bin/python3.11", "python3|-", "python3")]
    [InlineData("node", "/usr/bin/node", "node|--require|./trace.js|app.mjs", "app.mjs")]
    [InlineData("java", "/usr/lib/jvm/bin/java", "java|-Xmx1g|-cp|/opt/a.jar:/opt/b.jar|org.apache.zookeeper.server.quorum.QuorumPeerMain|zoo.cfg", "org.apache.zookeeper.server.quorum.QuorumPeerMain")]
    [InlineData("java", "/usr/lib/jvm/bin/java", "java|-jar|/opt/shop.jar", "shop.jar")]
    [InlineData("sh", "/usr/bin/dash", "sh|-e|/srv/run", "run")]
    // Names that processes gave themselves.
    [InlineData("worker-7", "/usr/bin/python3.11", "python3|/srv/shop/server.py", "worker-7")]
    [InlineData("a-name-of-15-by", "/usr/bin/python3.11", "python3|/srv/shop/server.py", "a-name-of-15-by")]
    // Of another user's, and of the kernel's, less may be read.
    [InlineData("kworker/0:1", "", "", "kworker/0:1")]
    [InlineData("python3", "", "", "python3")]
    public void A_process_is_called_by_its_program(string comm, string exe, string cmdline, string expected) =>
        Assert.Equal(expected, ProgramName.Of(comm, exe, cmdline.Split('|')));
}
