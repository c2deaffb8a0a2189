using Spectre.Console;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>A bar on the terminal for what takes long: shown only once a capture has been read for a while.</summary>
internal sealed class MeteringProgress : IDisposable
{
    private static readonly TimeSpan ShownAfter = TimeSpan.FromMilliseconds(500);

    private static ProgressColumn[] Bounded => [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn()];

    /// <summary>Of a stream nobody knows the length.</summary>
    private static ProgressColumn[] Endless => [new SpinnerColumn(), new TaskDescriptionColumn(), new TransferSpeedColumn()];

    private string name = "";
    private TaskCompletionSource? ended;
    private Task? drawing;
    private ProgressTask? bar;

    public void Begin(CaptureFile file)
    {
        Hide();
        name = file.Name;
    }

    public void Show(CaptureFile file, TimeSpan elapsed)
    {
        if (elapsed < ShownAfter)
            return;
        if (bar is null)
            Start(file.Length);
        bar!.Value = file.Position;
    }

    /// <summary>Takes the bar off the terminal, so that lines can be printed.</summary>
    public void Hide()
    {
        ended?.SetResult();
        drawing?.Wait();
        (ended, drawing, bar) = (null, null, null);
    }

    public void Dispose() => Hide();

    private void Start(long? length)
    {
        ended = new TaskCompletionSource();
        var started = new TaskCompletionSource<ProgressTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        drawing = Task.Run(() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error), Interactive = InteractionSupport.Yes }).Progress().AutoClear(true)
            .Columns(length is null ? Endless : Bounded)
            .StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: length ?? double.MaxValue);
                started.SetResult(task);
                return ended.Task;
            }));
        bar = started.Task.GetAwaiter().GetResult();
    }
}
