namespace Steffi.Probes;

/// <summary>A plugin could not be loaded. Nothing of it runs; an earlier load of it runs on.</summary>
public sealed class PluginLoadException : Exception
{
    internal PluginLoadException(string plugin, string file, string reason, Exception? inner = null)
        : base($"Plugin '{plugin}': {file}: {reason}", inner)
    {
        Plugin = plugin;
        File = file;
        Reason = reason;
    }

    /// <summary>The plugin's name: that of its folder.</summary>
    public string Plugin { get; }

    /// <summary>What could not be used: the main assembly, or the plugin's folder when none was found.</summary>
    public string File { get; }

    /// <summary>Why, without the names.</summary>
    public string Reason { get; }
}
