using System.Text.RegularExpressions;

namespace Steffi.Probes;

/// <summary>
/// The rule for <see cref="TopologyProbe.Name"/> and <see cref="PacketCapture.Type"/>: it must be able to stand in an origin ("NAME.HOST")
/// and as a configuration key.
/// </summary>
internal static partial class ProbeName
{
    /// <exception cref="ArgumentException">The name breaks the rule.</exception>
    public static string Of(TopologyProbe probe, Type type) =>
        probe.Name is { } name && Rule().IsMatch(name) ? name : throw new ArgumentException(
            $"{type} is named '{probe.Name}': a probe's name is a lower-case letter, then lower-case letters, digits and hyphens");

    /// <exception cref="ArgumentException">The type breaks the rule.</exception>
    public static string Of(PacketCapture capture) =>
        capture.Type is { } type && Rule().IsMatch(type) ? type : throw new ArgumentException(
            $"{capture.GetType()} is of type '{capture.Type}': a capture's type is a lower-case letter, then lower-case letters, digits and hyphens");

    [GeneratedRegex("^[a-z][a-z0-9-]*$")]
    private static partial Regex Rule();
}
