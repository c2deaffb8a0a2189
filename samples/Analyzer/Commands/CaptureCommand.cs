using System.CommandLine;
using System.Text.Json;
using Steffi.Probes;

namespace Steffi.Analyzer;

/// <summary><c>steffi capture</c>: makes a standing capture on a running host; <c>list</c> and <c>delete</c> for those that stand.</summary>
internal static class CaptureCommand
{
    private const string Path = "api/capture";

    public static Command Make()
    {
        var query = new Argument<string>("QUERY") { Description = "Which interfaces, in Gremlin: \"G.V().Has('Name', 'eth0')\". Those that come to match later are captured too." };
        var filter = new Option<string?>("--bpf") { Description = "Which packets, in tcpdump's language: 'tcp port 443'. Default: every packet.", HelpName = "FILTER" };
        var type = new Option<string?>("--type") { Description = "How: afpacket, pcap, bpf-session, ebpf, hybrid. Default: the best that works.", HelpName = "TYPE" };
        var name = new Option<string?>("--name") { Description = "What people call it.", HelpName = "NAME" };
        var description = new Option<string?>("--description") { Description = "What it is for.", HelpName = "TEXT" };
        var headerSize = new Option<int>("--header-size") { Description = "Bytes of each packet that are captured. Default: all.", HelpName = "BYTES" };
        var sampling = new Option<int>("--sampling-rate") { Description = "Of N packets of a flow one is metered and stands for all; its first, SYN, FIN and RST always are.", HelpName = "N" };
        var threads = new Option<int>("--threads") { Description = "How many threads at most read an interface. Default: what suits the type.", HelpName = "N" };
        var metering = new MeteringOptions();
        var server = CommonOptions.Server();
        server.Recursive = true;
        var command = new Command("capture", "Capture the interfaces that match a query, in any network namespace, as they come and go. It stands until it is deleted, over restarts too.")
        {
            query, filter, type, name, description, headerSize, sampling, threads, MakeList(server), MakeDelete(server),
        };
        metering.AddTo(command);
        command.Add(server);
        command.SetAction((parsed, cancel) =>
        {
            var request = new CaptureRequest
            {
                ID = Guid.NewGuid().ToString(),
                GremlinQuery = parsed.GetValue(query)!,
                BPFFilter = parsed.GetValue(filter),
                Type = parsed.GetValue(type),
                Name = parsed.GetValue(name),
                Description = parsed.GetValue(description),
                HeaderSize = parsed.GetValue(headerSize),
                SamplingRate = parsed.GetValue(sampling),
                Threads = parsed.GetValue(threads),
                Flows = metering.Read(parsed),
            };
            return CreateAsync(request, CommonOptions.ServerOf(parsed, server), cancel);
        });
        return command;
    }

    private static Command MakeList(Option<Uri?> server)
    {
        var output = CommonOptions.Output(OutputFormat.Table, OutputFormat.Jsonl, OutputFormat.Json);
        var list = new Command("list", "Show the standing captures, and how each is on each interface.") { output };
        list.SetAction((parsed, cancel) => ListAsync(parsed.GetValue(output) ?? OutputFormat.Table, CommonOptions.ServerOf(parsed, server), cancel));
        return list;
    }

    private static Command MakeDelete(Option<Uri?> server)
    {
        var id = new Argument<string>("ID") { Description = "Of the capture, or the first characters of it." };
        var delete = new Command("delete", "End a capture; its flows are kept.") { id };
        delete.SetAction((parsed, cancel) => DeleteAsync(parsed.GetValue(id)!, CommonOptions.ServerOf(parsed, server), cancel));
        return delete;
    }

    private static async Task<int> CreateAsync(CaptureRequest request, ServerSource source, CancellationToken cancel)
    {
        using var owned = source;
        try
        {
            using var made = await source.CallAsync(HttpMethod.Post, Path, JsonText.Bytes(writer => CaptureJson.Write(writer, request)), cancel);
            Console.WriteLine(Cells.Text(made!.RootElement.GetProperty("UUID")));
            return 0;
        }
        catch (QueryFailedException e)
        {
            e.Failure.WriteTo(Console.Error, request.GremlinQuery);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ListAsync(OutputFormat format, ServerSource source, CancellationToken cancel)
    {
        using var owned = source;
        using var captures = await source.CallAsync(HttpMethod.Get, Path, null, cancel);
        using var nodes = await source.AskAsync(new Question("G.V().HasKey('Captures')"), cancel);
        var all = captures!.RootElement.EnumerateObject().Select(capture => capture.Value).ToList();
        if (format == OutputFormat.Table)
            CaptureTable.Print(all, nodes.RootElement);
        else
        {
            using var list = JsonDocument.Parse(JsonText.Bytes(writer =>
            {
                writer.WriteStartArray();
                foreach (var capture in all)
                    capture.WriteTo(writer);
                writer.WriteEndArray();
            }));
            ResultPrinter.Print(list.RootElement, format);
        }
        return 0;
    }

    private static async Task<int> DeleteAsync(string id, ServerSource source, CancellationToken cancel)
    {
        using var owned = source;
        using var captures = await source.CallAsync(HttpMethod.Get, Path, null, cancel);
        var meant = captures!.RootElement.EnumerateObject().Select(capture => capture.Name).Where(name => id.Length > 0 && name.StartsWith(id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (meant.Count != 1)
            throw new CommandException(meant.Count == 0 ? $"Capture '{id}' not found" : $"'{id}' begins the ids of {meant.Count} captures: write more of it");
        using var nothing = await source.CallAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(meant[0])}", null, cancel);
        return 0;
    }
}
