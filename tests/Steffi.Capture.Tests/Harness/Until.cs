using System.Diagnostics;

namespace Steffi.Capture.Tests;

/// <summary>Waits for what comes.</summary>
internal static class Until
{
    public static async Task True(string what, Func<bool> condition, double seconds = 10, Func<object?>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds)
                Assert.Fail($"not seen in {seconds} s: {what}\n{otherwise?.Invoke()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
