using Steffi.Flows;
using Steffi.Probes;

namespace Steffi.Dissectors.Tests;

public class PluginTests
{
    [Fact]
    public void The_example_of_the_docs_is_a_dissector()
    {
        var talk = new TcpTalk(new FlowClassifier([new GopherDissector()]), port: 70).Say(true, 1, "/wor").Say(true, 5, "ld\r\n");
        Assert.Equal("Gopher", talk.Application);
        Assert.Equal("/world", talk.Fields["Gopher.Selector"].AsString());
        var docs = File.ReadAllText(Path.Combine(ReferenceCaptures.Repository(), "docs", "dissectors.md"));
        var source = File.ReadAllText(Path.Combine(ReferenceCaptures.Repository(), "tests", "Steffi.Dissectors.Tests", "Classifying", "GopherDissector.cs"));
        Assert.Contains(source[source.IndexOf("/// <summary>Gopher", StringComparison.Ordinal)..].Trim(), docs, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugin_folders_bring_their_dissectors_without_a_host_and_each_table_gets_its_own()
    {
        var plugins = Directory.CreateTempSubdirectory("steffi-dissectors-");
        try
        {
            foreach (var (folder, assembly) in new[] { ("dissectors-web", "Steffi.Plugins.Dissectors.Web"), ("dissectors-net", "Steffi.Plugins.Dissectors.Net") })
            {
                var target = plugins.CreateSubdirectory(folder);
                File.Copy(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), Path.Combine(target.FullName, assembly + ".dll"));
            }
            plugins.CreateSubdirectory("broken").CreateSubdirectory("empty");

            var failures = new List<PluginLoadException>();
            var catalog = DissectorPlugins.Load(plugins.FullName, failures.Add);
            var one = catalog.MakeDissectors();
            var other = catalog.MakeDissectors();

            Assert.Equal(["broken"], failures.Select(failure => failure.Plugin));
            Assert.Equal(AllDissectors.Make().Select(dissector => dissector.GetType().Name).Order(), one.Select(dissector => dissector.GetType().Name).Order());
            Assert.Empty(one.Intersect(other));
        }
        finally
        {
            plugins.Delete(recursive: true);
        }
    }
}
