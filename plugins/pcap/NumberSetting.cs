using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Steffi.Plugins.Pcap;

/// <summary>A whole number, more than zero, among a capture's settings.</summary>
internal static class NumberSetting
{
    public static int Of(IConfigurationSection settings, string name, int otherwise) => settings[name] is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
        : throw new InvalidOperationException($"{settings.Path}:{name}: '{text}' is no whole number above 0");
}
