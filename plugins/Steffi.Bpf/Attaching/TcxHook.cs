using System.Globalization;
using Steffi.Netlink;
using Steffi.Netlink.Kernel;

namespace Steffi.Bpf;

/// <summary>tcx: one link a direction.</summary>
internal sealed unsafe class TcxHook : InterfaceHook
{
    // enum bpf_attach_type.
    private const int Ingress = 46, Egress = 47;
    private int _in = -1, _out = -1;

    public override HookKind Kind => HookKind.Tcx;

    public static TcxHook Attach(int program, int interfaceIndex, Directions directions)
    {
        var hook = new TcxHook();
        try
        {
            if (directions.HasFlag(Directions.In))
                hook._in = Link(program, interfaceIndex, Ingress);
            if (directions.HasFlag(Directions.Out))
                hook._out = Link(program, interfaceIndex, Egress);
            return hook;
        }
        catch
        {
            hook.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        Close(ref _in);
        Close(ref _out);
    }

    private static int Link(int program, int interfaceIndex, int type)
    {
        int link = Libbpf.bpf_link_create(program, interfaceIndex, type, null);
        return link >= 0 ? link : throw new KernelCallException("bpf(BPF_LINK_CREATE, tcx)",
            "interface " + interfaceIndex.ToString(CultureInfo.InvariantCulture), -link, Capabilities.Missing());
    }

    private static void Close(ref int link)
    {
        int descriptor = Interlocked.Exchange(ref link, -1);
        if (descriptor >= 0)
            _ = Libc.close(descriptor);
    }
}
