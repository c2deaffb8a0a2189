namespace Steffi.Plugins.Pcap;

/// <summary>A capture's loop on a thread of its own, which blocks in poll(2) and whose CPU time is the capture's.</summary>
internal static class CaptureThread
{
    /// <returns>Ends with the loop, or with its exception.</returns>
    public static Task RunAsync(string name, Action loop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                loop();
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        })
        { IsBackground = true, Name = name }.Start();
        return ended.Task;
    }
}
