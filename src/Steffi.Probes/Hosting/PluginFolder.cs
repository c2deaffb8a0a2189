using System.Globalization;
using System.Text;

namespace Steffi.Probes;

/// <summary>One plugin's folder: what is its main assembly, and has anything in it changed.</summary>
internal sealed record PluginFolder(string Name, string Path)
{
    /// <summary>Every plugin's folder, by name; none when <paramref name="root"/> does not exist.</summary>
    public static Dictionary<string, PluginFolder> AllIn(string root) =>
        !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root)
            .Select(path => new PluginFolder(System.IO.Path.GetFileName(path), path))
            .Where(folder => IsName(folder.Name))
            .ToDictionary(folder => folder.Name, StringComparer.Ordinal);

    /// <summary>A folder directly below the root; a dot first means "not a plugin (yet)": deployments rename into place.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name[0] != '.' && name.IndexOfAny(['/', '\\']) < 0;

    /// <summary>
    /// The one assembly named as the folder, or whose last name is ("netlink": Steffi.Plugins.Netlink.dll); else the one with a
    /// .deps.json, which the SDK writes for what was built but not for what it depends on; else the only one.
    /// </summary>
    /// <exception cref="PluginLoadException">None of these, or several.</exception>
    public string FindMainAssembly()
    {
        var assemblies = Directory.GetFiles(Path, "*.dll");
        if (assemblies.Length == 0)
            throw new PluginLoadException(Name, Path, "no assembly (*.dll) in this folder");

        Func<string, bool>[] rules =
        [
            file => BaseName(file).Equals(Name, StringComparison.OrdinalIgnoreCase),
            file => BaseName(file).EndsWith("." + Name, StringComparison.OrdinalIgnoreCase),
            file => File.Exists(System.IO.Path.ChangeExtension(file, ".deps.json")),
            _ => true,
        ];
        foreach (var rule in rules)
            if (assemblies.Where(rule).ToArray() is [var only])
                return only;
        throw new PluginLoadException(Name, Path,
            $"which of {assemblies.Length} assemblies is the plugin? None is named {Name}.dll or *.{Name}.dll, and not just one has a .deps.json");

        static string BaseName(string file) => System.IO.Path.GetFileNameWithoutExtension(file);
    }

    /// <summary>Differs when a file was added, removed or written; empty while there is no file.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        try
        {
            foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(Path))
        {
            return "";
        }
        catch (IOException)
        {
            // Files vanish while they are listed: what was seen differs from the next look, which is all that matters.
            text.Append(CultureInfo.InvariantCulture, $"changing {Guid.NewGuid()}");
        }
        return text.ToString();
    }
}
