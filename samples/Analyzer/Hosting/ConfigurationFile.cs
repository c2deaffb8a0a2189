using System.Globalization;
using Microsoft.Extensions.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Steffi.Analyzer;

/// <summary>The configuration file: one section a probe, by the probe's name, and "analyzer" for the host's own options.</summary>
internal static class ConfigurationFile
{
    /// <param name="file">JSON or YAML; JSON is YAML too, so that the name does not matter. Null: everything empty.</param>
    /// <exception cref="CommandException">It cannot be read, or is no map; names the line.</exception>
    public static IConfiguration Read(FileInfo? file)
    {
        var builder = new ConfigurationBuilder();
        return file is null ? builder.Build() : builder.AddInMemoryCollection(Flatten(file)).Build();
    }

    private static Dictionary<string, string?> Flatten(FileInfo file)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            if (BoundedYaml.Load(File.ReadAllText(file.FullName)) is not { } node)
                return values;
            if (node is not YamlMappingNode root)
                throw new CommandException($"{file.FullName}: a map of sections is expected, as 'netlink: {{ … }}'");
            Add(values, "", root, 1);
            return values;
        }
        catch (YamlException e)
        {
            throw new CommandException($"{file.FullName}: line {e.Start.Line}, column {e.Start.Column}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {file.FullName}: {FileFailure.Reason(e, file.FullName)}");
        }
    }

    private static void Add(Dictionary<string, string?> values, string path, YamlNode node, int depth)
    {
        // An alias may stand for what it is in.
        if (depth > BoundedYaml.Deepest)
            throw BoundedYaml.TooDeep(node.Start, node.End);
        string Below(string key) => path.Length == 0 ? key : ConfigurationPath.Combine(path, key);
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children)
                    Add(values, Below(BoundedYaml.KeyOf(key)), value, depth + 1);
                break;
            case YamlSequenceNode list:
                for (int i = 0; i < list.Children.Count; i++)
                    Add(values, Below(i.ToString(CultureInfo.InvariantCulture)), list.Children[i], depth + 1);
                break;
            case YamlScalarNode scalar:
                values[path] = scalar.Value;
                break;
        }
    }
}
