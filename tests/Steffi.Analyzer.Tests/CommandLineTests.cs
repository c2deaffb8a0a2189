namespace Steffi.Analyzer.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task A_refused_query_shows_its_place()
    {
        var graph = Repository.Shared("data/gremlin/fixture-H.json");
        var finished = (await Cli.RunAsync("query", "--graph", graph, "G.V()\n .Nonsense()")).Expect(1);
        Assert.Equal("", finished.Output);
        Assert.Equal("steffi: Expected step function, got: Nonsense (line 2, column 3)\n   .Nonsense()\n    ^\n", finished.Error);
    }

    [Theory]
    [InlineData("run", "--listen")]
    [InlineData("query", "--graph")]
    [InlineData("watch", "--output")]
    [InlineData("export", "--at")]
    [InlineData("check", "--server")]
    [InlineData("pcap", "--extra-layers")]
    [InlineData("capture", "--bpf")]
    [InlineData("flows", "--follow")]
    [InlineData("captures-conformance", "--verbose")]
    [InlineData("conformance", "--graphs")]
    public async Task Every_verb_explains_itself(string verb, string option)
    {
        Assert.Contains($"  {verb}", (await Cli.RunAsync("--help")).Expect(0).Output);
        Assert.Contains(option, (await Cli.RunAsync(verb, "--help")).Expect(0).Output);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("query", "")]
    [InlineData("nonsense")]
    [InlineData("query", "--nonsense", "G.V()")]
    [InlineData("query", "--output", "xml", "G.V()")]
    [InlineData("query", "--at", "yesterday", "G.V()")]
    [InlineData("query", "--server", "ftp://x", "G.V()")]
    [InlineData("query", "G.V()", "G.E()")]
    [InlineData("run", "--memory", "--data", "x")]
    [InlineData("capture")]
    [InlineData("flows", "--follow", "--at", "-1m")]
    [InlineData("query", "--dialect", "klingon", "G.V()")]
    [InlineData("query", "--batch=perhaps")]
    [InlineData("pcap", "x", "--raw-packet-limit", "many")]
    [InlineData("pcap", "x", "--classify", "--plugins", "/no/such/folder")]
    [InlineData("capture", "G.V()", "--threads", "many")]
    public async Task A_wrong_command_line_ends_with_2_and_says_why(params string[] arguments)
    {
        var finished = (await Cli.RunAsync(arguments)).Expect(2);
        Assert.StartsWith("steffi: ", finished.Error);
        Assert.Contains("--help", finished.Error);
        Assert.DoesNotContain("System.", finished.Error);
        Assert.Equal(2, finished.Error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("query --graph '{0}' 'G.V()'")]
    [InlineData("query --graph '{0}' -o table 'G.V()'")]
    [InlineData("query --help")]
    public async Task Output_that_finds_no_room_is_a_failure_in_one_line(string arguments)
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("needs /dev/full");
        await using var running = Running.Start("sh", ["-c", $"exec '{Repository.Host}' {string.Format(arguments, Repository.Shared("data/gremlin/fixture-H.json"))} > /dev/full"]);
        Assert.Equal("steffi: No space left on device : 'standard output'\n", (await running.EndAsync()).Expect(1).Error);
    }

    [Theory]
    [InlineData("query", "G.V()")]
    [InlineData("watch", "G.V()")]
    [InlineData("export")]
    [InlineData("check")]
    [InlineData("capture", "G.V()")]
    [InlineData("capture", "list")]
    [InlineData("flows")]
    [InlineData("flows", "--follow")]
    public async Task Without_a_host_it_says_how_to_start_one(params string[] arguments)
    {
        // A port that nobody listens on: of the reserved ones.
        var finished = (await Cli.RunAsync([.. arguments, "--server", "127.0.0.1:1"])).Expect(1);
        Assert.Contains("http://127.0.0.1:1/", finished.Error);
        Assert.Contains("./steffi run", finished.Error);
    }

    [Fact]
    public async Task A_misspelt_verb_is_named_and_the_right_help()
    {
        Assert.Equal("steffi: Unrecognized command or argument 'frob'.\nTry 'steffi --help'.\n", (await Cli.RunAsync("frob")).Expect(2).Error);
        Assert.EndsWith("Try 'steffi capture list --help'.\n", (await Cli.RunAsync("capture", "list", "all")).Expect(2).Error);
    }

    [Theory]
    [InlineData("query", "--nonsense", "G.V()")]
    [InlineData("watch", "G.V()", "--nonsense")]
    [InlineData("pcap", "--nonsense")]
    [InlineData("export", "--nonsense")]
    public async Task A_misspelt_option_is_named(params string[] arguments) =>
        Assert.Equal($"steffi: '--nonsense' is no option\nTry 'steffi {arguments[0]} --help'.\n", (await Cli.RunAsync(arguments)).Expect(2).Error);

    [Fact]
    public async Task What_begins_with_a_dash_can_be_a_file() =>
        Assert.StartsWith("steffi: -x: cannot be read: there is no such file\n", (await Cli.RunAsync("pcap", "--", "-x")).Expect(1).Error);

    [Fact]
    public async Task A_subcommand_does_not_ask_for_what_the_command_takes() =>
        Assert.Contains("  steffi capture list [options]\n", (await Cli.RunAsync("capture", "list", "--help")).Expect(0).Output);

    [Theory]
    [InlineData("conformance")]
    [InlineData("captures-conformance")]
    public async Task A_folder_that_holds_nothing_to_compare_is_refused(string verb)
    {
        using var folder = new TemporaryFolder();
        Assert.Matches(@"^steffi: .*(no such file|no scenario).*\n$", (await Cli.RunAsync(verb, folder.Path)).Expect(2).Error);
    }

    [Fact]
    public async Task The_version_is_a_version() => Assert.Matches(@"^\d+\.\d+\.\d+", (await Cli.RunAsync("--version")).Expect(0).Output);

    [Fact]
    public async Task The_script_has_help_and_refuses_unknown_commands()
    {
        await using (var help = Running.Start(Path.Combine(Repository.Root, "steffi"), ["help"]))
            Assert.Contains("./steffi test", (await help.EndAsync()).Expect(0).Output);
        await using var unknown = Running.Start(Path.Combine(Repository.Root, "steffi"), ["nonsense"]);
        Assert.Contains("nonsense", (await unknown.EndAsync()).Expect(2).Error);
        await using (var test = Running.Start(Path.Combine(Repository.Root, "steffi"), ["test", "--help"]))
            Assert.Contains("  Steffi.Core.Tests\n", (await test.EndAsync()).Expect(0).Output);
        await using var none = Running.Start(Path.Combine(Repository.Root, "steffi"), ["test", "nonsense"]);
        Assert.Contains("'nonsense'", (await none.EndAsync()).Expect(2).Error);
    }
}
