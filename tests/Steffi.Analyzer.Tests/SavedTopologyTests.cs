using System.Text.Json;

namespace Steffi.Analyzer.Tests;

public sealed class SavedTopologyTests
{
    private static string A => Repository.Shared("data/gremlin/fixture-A.json");

    private static string H => Repository.Shared("data/gremlin/fixture-H.json");

    [Fact]
    public async Task A_folder_is_no_topology()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal($"steffi: cannot load {folder.Path}: it is a folder\n", (await Cli.RunAsync("query", "--graph", folder.Path, "G.V()")).Expect(1).Error);
    }

    [Fact]
    public async Task A_node_prints_in_Skydives_shape()
    {
        var result = (await Cli.RunAsync("query", "--graph", A, "G.V('n2')")).Json();
        var node = Assert.Single(result.EnumerateArray());
        Assert.Equal(["ID", "Metadata", "Host", "Origin", "CreatedAt", "UpdatedAt", "DeletedAt", "Revision"], node.EnumerateObject().Select(member => member.Name));
        Assert.Equal("n2", node.GetProperty("ID").GetString());
        Assert.Equal(2024, node.GetProperty("Metadata").GetProperty("Bytes").GetInt32());
        Assert.Equal(1600000000000, node.GetProperty("CreatedAt").GetInt64());
        Assert.Equal(JsonValueKind.Null, node.GetProperty("DeletedAt").ValueKind);
    }

    [Fact]
    public async Task A_count_prints_as_a_bare_number() =>
        Assert.Equal("4\n", (await Cli.RunAsync("query", "--graph", A, "G.V().Count()")).Expect(0).Output);

    [Fact]
    public async Task The_TinkerPop_dialect_is_an_option()
    {
        Assert.Equal("[\n  4\n]\n", (await Cli.RunAsync("query", "--graph", A, "--dialect", "tinkerpop", "g.V().count()")).Expect(0).Output);
        var batch = await Cli.RunAsync(["query", "--graph", A, "--dialect", "tinkerpop", "--batch"], "g.V().count()\nG.V()\n");
        Assert.Equal("""{"Query":"g.V().count()","Result":[4]}""", batch.Expect(0).Lines[0]);
        Assert.Contains("\"Kind\":\"parse\"", batch.Lines[1]);
        Assert.Contains("another time", (await Cli.RunAsync("query", "--graph", A, "--dialect", "tinkerpop", "--at", "-1m", "g.V()")).Expect(1).Error);
    }

    [Fact]
    public async Task Scenarios_are_run_by_a_verb()
    {
        var folder = Directory.CreateTempSubdirectory("scenarios").FullName;
        File.WriteAllText(Path.Combine(folder, "A.feature"), """
            Feature: a
              Scenario: right
                Given the empty graph
                And the traversal of
                  \"\"\"
                  g.inject(1)
                  \"\"\"
                When iterated to list
                Then the result should be unordered
                  | result |
                  | d[1].i |
              Scenario: wrong
                Given the empty graph
                And the traversal of
                  \"\"\"
                  g.inject(2)
                  \"\"\"
                When iterated to list
                Then the result should be empty
            """.Replace("\\\"", "\"", StringComparison.Ordinal));
        var finished = (await Cli.RunAsync("conformance", folder)).Expect(1);
        Assert.Equal(["A.feature: 1 passed, 1 failed, 0 excluded", "  FAILED    wrong: gave 2:Int32", "total: 1 passed, 1 failed, 0 excluded"], finished.Lines);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Json_is_indented_and_jsonl_is_an_item_a_line()
    {
        Assert.StartsWith("[\n  {\n", (await Cli.RunAsync("query", "--graph", A, "G.V()")).Output);
        var lines = (await Cli.RunAsync("query", "--graph", A, "-o", "jsonl", "G.V()")).Expect(0).Lines;
        Assert.Equal(["n1", "n2", "n3", "n4"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("ID").GetString()).Order());
    }

    [Fact]
    public async Task A_table_has_a_line_a_node_without_colours_in_a_pipe()
    {
        var finished = (await Cli.RunAsync("query", "--graph", H, "--output", "table", "G.V()")).Expect(0);
        Assert.DoesNotContain('\e', finished.Output);
        Assert.Equal(["Name", "Revision", "UpdatedAt", "ID"], finished.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["HostA", "HostB", "IntA", "IntB", "NsA"], finished.Lines[2..^1].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).Order());
        Assert.Equal("5 rows", finished.Lines[^1]);
    }

    [Fact]
    public async Task A_table_of_edges_names_both_ends()
    {
        var finished = (await Cli.RunAsync("query", "--graph", H, "-o", "table", "G.E('l1')")).Expect(0);
        Assert.Equal(["layer2", "IntA", "IntB"], finished.Lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..3]);
    }

    [Fact]
    public async Task A_table_of_a_path_is_one_line() =>
        Assert.Contains("HostA → NsA → IntA → IntB", (await Cli.RunAsync("query", "--graph", H, "-o", "table",
            "G.V('HostA').ShortestPathTo(Metadata('Name', 'IntB'))")).Expect(0).Output);

    [Fact]
    public async Task A_topology_is_read_from_standard_input_too() =>
        Assert.Equal("5\n", (await Cli.RunAsync(["query", "--graph", "-", "G.E().Count()"], File.ReadAllText(A))).Expect(0).Output);

    [Fact]
    public async Task The_past_of_a_saved_topology_cannot_be_asked()
    {
        var finished = (await Cli.RunAsync("query", "--graph", A, "--at", "-1m", "G.V()")).Expect(1);
        Assert.Contains("does not support history", finished.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_topology_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("broken.json", "{\"Nodes\": 1}");
        var finished = (await Cli.RunAsync("query", "--graph", file, "G.V()")).Expect(1);
        Assert.Contains(file, finished.Error);
        Assert.DoesNotContain("   at ", finished.Error);
        Assert.Contains("missing.json", (await Cli.RunAsync("query", "--graph", "missing.json", "G.V()")).Expect(1).Error);
    }
}
