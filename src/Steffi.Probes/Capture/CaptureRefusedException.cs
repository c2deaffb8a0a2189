namespace Steffi.Probes;

/// <summary>A capture was not created: the message says why.</summary>
public sealed class CaptureRefusedException(string message, bool isDuplicate = false) : Exception(message)
{
    /// <summary>The same capture stands already.</summary>
    public bool IsDuplicate => isDuplicate;
}
