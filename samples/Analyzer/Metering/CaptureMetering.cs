using System.Diagnostics;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Reads captures into flow tables, one after the other; what is wrong with one is said, and the next is read.</summary>
internal sealed class CaptureMetering(Func<FlowTableOptions> options, Action<Flow> onEnded, bool showProgress)
{
    /// <summary>Between two looks at the clock and at Ctrl-C.</summary>
    private const int Stride = 1 << 14;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly MeteringProgress? progress = showProgress && !Console.IsErrorRedirected ? new MeteringProgress() : null;

    public MeteringSummary Summary { get; } = new();

    /// <param name="files">Paths; <see cref="StandardInput.Path"/> is standard input.</param>
    /// <param name="join">One table for all, rather than one each.</param>
    /// <param name="cancel">Ends reading; the flows so far are handed on.</param>
    /// <returns>How many could not be read to their end.</returns>
    public int Run(IReadOnlyList<string> files, bool join, CancellationToken cancel)
    {
        int broken = 0;
        FlowTable? table = null;
        foreach (var path in files.TakeWhile(_ => !cancel.IsCancellationRequested))
        {
            // With several captures every flow says which one saw it: each is a capture point of its own.
            table ??= new FlowTable(join || files.Count == 1 ? options() : options() with { CaptureID = path }, Ended);
            if (!Meter(path, table, cancel))
                broken++;
            if (!join)
                End(ref table);
        }
        End(ref table);
        progress?.Dispose();
        Summary.Elapsed = clock.Elapsed;
        Summary.Interrupted = cancel.IsCancellationRequested;
        return broken;
    }

    private bool Meter(string path, FlowTable table, CancellationToken cancel)
    {
        try
        {
            using var file = path == StandardInput.Path ? CaptureFile.Open(new StandardInput(cancel), StandardInput.Name) : CaptureFile.Open(path);
            progress?.Begin(file);
            while (ReadOn(file, table))
            {
                progress?.Show(file, clock.Elapsed);
                if (cancel.IsCancellationRequested)
                    return true;
            }
            return Ended(file, cancel);
        }
        catch (CaptureFormatException) when (cancel.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && e.HResult != ExitCode.BrokenPipe)
        {
            Report(e is CaptureFormatException ? e.Message : $"{path}: cannot be read: {FileFailure.Reason(e, path)}");
            return false;
        }
    }

    // A method of its own, called often enough to be compiled for speed.
    private bool ReadOn(CaptureFile file, FlowTable table)
    {
        for (int i = 0; i < Stride; i++)
        {
            if (!file.TryRead(out var frame))
                return false;
            Summary.Bytes += frame.OriginalLength;
            table.Add(frame);
        }
        return true;
    }

    private void Ended(Flow flow)
    {
        Summary.Flows++;
        try
        {
            onEnded(flow);
        }
        catch (IOException e) when (e.HResult != ExitCode.BrokenPipe)
        {
            // Not to be taken for a failure to read.
            throw new CommandException($"the flows cannot be written: {e.Message}");
        }
    }

    private bool Ended(CaptureFile file, CancellationToken cancel)
    {
        if (file.Damage is null || cancel.IsCancellationRequested)
            return true;
        Report($"{file.Damage.Message}; what comes before it is metered");
        return false;
    }

    private void Report(string problem)
    {
        progress?.Hide();
        Console.Error.WriteLine($"steffi: {problem}");
    }

    private void End(ref FlowTable? table)
    {
        if (table is null)
            return;
        table.Flush();
        Summary.Add(table.Statistics);
        table.Dispose();
        table = null;
    }
}
