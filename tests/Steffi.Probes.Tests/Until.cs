using Xunit;

namespace Steffi.Probes.Tests;

/// <summary>Waits for what another thread will do.</summary>
public static class Until
{
    /// <summary>Returns once the condition holds; fails with <paramref name="what"/> when it does not in time.</summary>
    public static async Task Holds(Func<bool> condition, string what, double seconds = 15)
    {
        var end = DateTime.UtcNow.AddSeconds(seconds);
        while (!condition())
        {
            if (DateTime.UtcNow > end)
                Assert.Fail($"Not within {seconds} s: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
