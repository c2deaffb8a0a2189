using System.Net;
using System.Text.Json;

namespace Steffi.Dissectors.Tests;

public class Ja4CorpusTests
{
    // The tool behind the corpus still wrote 99 for a protocol name that is no ASCII; the published rule gives digits of its hexadecimal form.
    private static bool IsOldProtocolMark(string fingerprint) => fingerprint.Length > 10 && fingerprint[8..10] == "99";

    [Fact]
    public void Every_fingerprint_and_name_is_that_of_the_corpus_own_tool()
    {
        int compared = 0;
        var differing = new List<string>();
        foreach (var file in ReferenceCaptures.Files("ja4"))
        {
            var flows = CapturedFlows.Of(file, out _);
            using var reference = JsonDocument.Parse(File.ReadAllText(file + ".ja4.json"));
            foreach (var stream in reference.RootElement.EnumerateArray())
            {
                if (!stream.TryGetProperty("JA4.1", out var wanted) || IsOldProtocolMark(wanted.GetString()!))
                    continue;
                compared++;
                IPEndPoint source = End(stream, "src"), destination = End(stream, "dst");
                var found = flows.FirstOrDefault(flow => flow.A.Equals(source) && flow.B.Equals(destination) || flow.A.Equals(destination) && flow.B.Equals(source));
                var protocol = found?.Application ?? "";
                var (ja4, name) = found is null ? (default, default) : (found.Fields[protocol + ".JA4"], found.Fields[protocol + ".SNI"]);
                var domain = stream.TryGetProperty("domain", out var given) ? given.GetString() : null;
                if (!ja4.Equals(wanted.GetString()) || (name.IsNull ? null : name.AsString()) != domain)
                    differing.Add($"{Path.GetFileName(file)} {source} > {destination}: {wanted} {domain}, found {ja4} {name}");
            }
        }
        Assert.Empty(differing);
        Assert.True(compared > 8, $"only {compared} compared");
    }

    private static IPEndPoint End(JsonElement stream, string side) =>
        new(IPAddress.Parse(stream.GetProperty(side).GetString()!), int.Parse(stream.GetProperty(side + "port").GetString()!, null));
}
