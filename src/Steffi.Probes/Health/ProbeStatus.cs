namespace Steffi.Probes;

/// <summary>How a probe is, as its node says it.</summary>
/// <param name="Name">The probe's name; of a plugin that could not be loaded, the plugin's.</param>
/// <param name="Plugin">Name of the plugin's folder; empty for a probe of the program's own (<see cref="ProbeHost.Add"/>).</param>
/// <param name="Version">Of the assembly that holds the probe, without build metadata; null when it could not be loaded.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Message">What the probe last said of itself (<see cref="ProbeContext.Report"/>).</param>
/// <param name="LastError">The last failure; it stays after the restart that followed.</param>
/// <param name="Restarts">Failures since the plugin was loaded, each followed by a restart.</param>
public sealed record ProbeStatus(
    string Name, string Plugin, string? Version, ProbeState State, string? Message = null, string? LastError = null, int Restarts = 0);
