namespace Steffi.Analyzer.Tests;

public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => Path.Combine(folder.Path, "data");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Running.Interrupt)]
    [InlineData(Running.Terminate)]
    public async Task A_signal_ends_the_host_in_order(int signal)
    {
        await using var host = await RunningHost.StartAsync("--data", Data);
        await using var watch = host.Watch("G.V()");
        await watch.WaitForAsync(output => output.Contains("\"Added\""));
        var finished = (await host.StopAsync(signal, TimeSpan.FromSeconds(5))).Expect(0);
        Assert.DoesNotContain("   at ", finished.Error);
    }

    [Fact]
    public async Task History_outlives_the_host()
    {
        string instant, created;
        await using (var first = await RunningHost.StartAsync("--data", Data))
        {
            created = await CreatedAtAsync(first);
            instant = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString();
            (await first.StopAsync(Running.Terminate, TimeSpan.FromSeconds(5))).Expect(0);
        }
        await using var second = await RunningHost.StartAsync("--data", Data);
        Assert.Equal(created, await CreatedAtAsync(second, "--at", instant));
        Assert.NotEqual(created, await CreatedAtAsync(second));
    }

    [Fact]
    public async Task What_stood_when_the_host_was_killed_goes_on_at_its_next_start()
    {
        string created;
        await using (var first = await RunningHost.StartAsync("--data", Data))
        {
            created = await CreatedAtAsync(first);
            await first.StopAsync(Running.Killed, TimeSpan.FromSeconds(5));
        }
        await using var second = await RunningHost.StartAsync("--data", Data);
        Assert.Equal(created, await CreatedAtAsync(second));
    }

    [Fact]
    public async Task A_second_host_on_its_data_is_refused()
    {
        await using var host = await RunningHost.StartAsync("--data", Data);
        var finished = (await Cli.RunAsync("run", "--listen", "0", "--data", Data)).Expect(1);
        Assert.Matches(@"in use by another steffi \(process \d+\)", finished.Error);
        Assert.Contains(Data, finished.Error);
    }

    [Fact]
    public async Task The_data_folder_is_for_its_owner_only()
    {
        await using var host = await RunningHost.StartAsync("--data", Data);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
    }

    [Fact]
    public async Task Options_come_from_a_file_and_the_command_line_wins()
    {
        var config = folder.File("steffi.yml", $"analyzer:\n  data: {Data}\n  retention: 3h\n  listen: 192.0.2.1:1\n");
        await using var host = await RunningHost.StartAsync("--config", config);
        Assert.Contains($"History: {Data}, for 3 hours", host.Output);
    }

    [Fact]
    public async Task A_broken_file_is_named_with_the_line()
    {
        var config = folder.File("steffi.yml", "analyzer:\n  data: [\n");
        Assert.Matches(@"steffi\.yml: line \d+", (await Cli.RunAsync("run", "--config", config)).Expect(1).Error);
    }

    [Theory]
    [InlineData("? [a, b]\n: c", "line 1, column 3: a key is a text")]
    [InlineData("a: &x {b: *x}", "nested deeper than 64")]
    [InlineData("[[[…", "nested deeper than 64")]
    [InlineData("analyzer: {memory: perhaps}", "analyzer:memory 'perhaps'")]
    [InlineData("analyzer: {listen: nowhere}", "analyzer:listen 'nowhere'")]
    [InlineData("analyzer: {listn: 8082}", "analyzer has no option 'listn'")]
    public async Task A_wrong_file_is_named_with_what_is_wrong(string content, string problem)
    {
        var config = folder.File("steffi.yml", content.Replace("…", new string('[', 300_000)));
        var finished = await Cli.RunAsync("run", "--data", Data, "--config", config);
        Assert.StartsWith($"steffi: {config}: ", finished.Error);
        Assert.Contains(problem, finished.Error);
        Assert.True(finished is { ExitCode: 1 or 2, Output: "" } && finished.Error.Count(c => c == '\n') == 1, finished.Error);
    }

    [Theory]
    [InlineData("--retention", "soon")]
    [InlineData("--listen", "nowhere")]
    public async Task A_wrong_value_names_the_option(string option, string value) =>
        Assert.Contains(option, (await Cli.RunAsync("run", "--memory", option, value)).Expect(2).Error);

    private static async Task<string> CreatedAtAsync(RunningHost host, params string[] options)
    {
        var nodes = (await host.AskAsync("query", [.. options, "G.V().Has('Name', 'lo', 'IfIndex', 1)"])).Json();
        return nodes.EnumerateArray().First().GetProperty("CreatedAt").GetRawText();
    }
}
