using System.Net;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary>What the host prints once it has looked around: what it found, what is missing and why, and how to ask.</summary>
internal static class StartReport
{
    private const int MostNamespaces = 20;

    public static void Print(Graph graph, ProbeHost probes, AnalyzerOptions options, Uri address)
    {
        var view = graph.Live;
        var nodes = view.Nodes.ToList();
        int namespaces = nodes.Count(node => TypeOf(node) == "netns");
        Console.WriteLine($"Steffi {AnalyzerState.Version} on {graph.Options.Host}: {view.CountNodes()} nodes, {view.CountEdges()} edges, "
            + (namespaces == 1 ? "1 network namespace besides its own" : $"{namespaces} network namespaces besides its own"));
        PrintTypes(nodes);
        if (namespaces > 0)
            PrintNamespaces(nodes);
        PrintProbes(probes);
        PrintWarnings(nodes, options);
        PrintHelp(options, address);
    }

    private static string TypeOf(Node node) => node["Type"] is { Kind: ValueKind.String } type ? type.AsString() : "";

    private static void PrintTypes(List<Node> nodes) => Tables.Print(
        ["Type", "Nodes", "Such as"],
        nodes.GroupBy(TypeOf).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (string[])[group.Key, group.Count().ToString(), SomeOf([.. group.Select(node => node["Name"].ToString()).Distinct()])]));

    private static string SomeOf(List<string> names) => string.Join(", ", names.Take(5)) + (names.Count > 5 ? ", …" : "");

    private static void PrintNamespaces(List<Node> nodes)
    {
        var found = nodes.Where(node => TypeOf(node) == "netns").ToList();
        Tables.Print(["Namespace", "Path", "Interfaces"], found.Take(MostNamespaces).Select(node =>
            (string[])[node["Name"].ToString(), node["Path"].ToString(), InterfacesOf(node).ToString()]));
        if (found.Count > MostNamespaces)
            Console.WriteLine($"  … and {found.Count - MostNamespaces} more");
    }

    private static int InterfacesOf(Node node)
    {
        int count = 0;
        foreach (var edge in node.OutEdges)
            if (edge["RelationType"].Equals("ownership"))
                count++;
        return count;
    }

    private static void PrintProbes(ProbeHost probes)
    {
        if (probes.Status.Count > 0)
            Tables.Print(["Probe", "State", ""], probes.Status.Select(probe =>
                (string[])[probe.Name, probe.State.ToString(), probe.LastError ?? probe.Message ?? ""]));
    }

    private static void PrintWarnings(List<Node> nodes, AnalyzerOptions options)
    {
        foreach (var line in Privileges.Missing())
            Console.WriteLine($"warning: {line}");
        if (!Directory.Exists(options.PluginFolder) || !Directory.EnumerateDirectories(options.PluginFolder).Any())
            Console.WriteLine($"warning: no plugins in {options.PluginFolder}: nothing discovers this machine (--plugins DIR says where they are)");
    }

    private static void PrintHelp(AnalyzerOptions options, Uri address)
    {
        var server = address.ToString() == ServerSource.DefaultAddress + "/" ? "" : $"--server {address.Authority} ";
        Console.WriteLine(options.DataFolder is null
            ? "History: in memory, until this ends"
            : $"History: {Path.GetFullPath(options.DataFolder)}, {(options.Retention is { } age ? $"for {Words(age)}" : "kept forever")}");
        bool everywhere = IPAddress.Any.Equals(options.Listen.Address) || IPAddress.IPv6Any.Equals(options.Listen.Address);
        Console.WriteLine($"Answering on {address}{(everywhere ? " and every other address of this machine" : "")}. Ask from another terminal:");
        Console.WriteLine($"  ./steffi query {server}\"G.V().Has('Type', 'veth')\" --output table");
        Console.WriteLine($"  ./steffi query {server}--at '-1m' \"G.V().Has('Name', 'eth0').Values('IPV4')\"");
        Console.WriteLine($"  ./steffi watch {server}\"G.V().Has('State', 'DOWN')\"");
        Console.WriteLine($"  curl -d '{{\"GremlinQuery\": \"G.V().Count()\"}}' {address}api/topology");
        Console.WriteLine("Capture packets of interfaces as they come and go, and see who talks with whom:");
        Console.WriteLine($"  ./steffi capture {server}\"G.V().Has('Name', 'eth0')\" --bpf 'tcp port 443'");
        Console.WriteLine($"  ./steffi flows {server}--follow");
        Console.WriteLine("Ctrl-C ends it.");
    }

    private static string Words(TimeSpan age) =>
        age.TotalDays >= 1 && age.Ticks % TimeSpan.TicksPerDay == 0 ? $"{age.TotalDays:0} days"
        : age.TotalHours >= 1 && age.Ticks % TimeSpan.TicksPerHour == 0 ? $"{age.TotalHours:0} hours"
        : $"{age.TotalSeconds:0} s";
}
