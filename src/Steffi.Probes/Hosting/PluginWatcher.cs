using Microsoft.Extensions.Logging;

namespace Steffi.Probes;

/// <summary>Says when to look at the plugin folder: soon after a notice of change, and every now and then without one.</summary>
internal sealed class PluginWatcher(string root, ProbeHostOptions options, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim notices = new(0);
    private FileSystemWatcher? files;
    private bool refused;

    /// <summary>The last look found something that must rest for <see cref="ProbeHostOptions.QuietPeriod"/>: look again after it.</summary>
    public bool Settling { get; set; }

    /// <summary>Waits for the time of the next look.</summary>
    /// <returns>False when cancelled.</returns>
    public async Task<bool> NextLookAsync(CancellationToken cancel)
    {
        TryWatch();
        try
        {
            // What the notice says is of no use: files written to a new folder before it was watched give none. Looking finds them all.
            if (!Settling)
                await notices.WaitAsync(options.LookEvery, cancel);
            await Task.Delay(options.QuietPeriod, cancel);
            while (notices.Wait(0, CancellationToken.None)) { }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => files?.Dispose();

    private void TryWatch()
    {
        if (files is not null || refused || !Directory.Exists(root))
            return;
        try
        {
            files = new FileSystemWatcher(root) { IncludeSubdirectories = true };
            files.Changed += Notice;
            files.Created += Notice;
            files.Deleted += Notice;
            files.Renamed += Notice;
            files.Error += (_, _) => notices.Release();
            files.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Folder} is looked at every {Period} s only: {Error}", root, options.LookEvery.TotalSeconds, e.Message);
            files?.Dispose();
            files = null;
            refused = true;
        }
    }

    private void Notice(object sender, FileSystemEventArgs change) => notices.Release();
}
