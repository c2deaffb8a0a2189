namespace Steffi.Probes;

/// <summary>How a capture on one interface is: the State in the node's Captures, by these names in lower case.</summary>
public enum CaptureState
{
    /// <summary>Its run has begun and has not said anything yet.</summary>
    Starting,

    /// <summary>It captures.</summary>
    Active,

    /// <summary>It captures in part; Message says what is missing.</summary>
    Degraded,

    /// <summary>Its run failed, Error says how; it is tried again after a growing delay.</summary>
    BackingOff,
}
