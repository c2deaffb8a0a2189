using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Steffi.Analyzer;

/// <summary>YAML from outside, as a tree that is safe to walk by recursion, but for aliases that hold themselves.</summary>
internal static class BoundedYaml
{
    public const int Deepest = 64;

    /// <returns>Null where there is nothing.</returns>
    /// <exception cref="YamlException">It is no YAML, or nests deeper than <see cref="Deepest"/>; says where.</exception>
    public static YamlNode? Load(string text)
    {
        // The tree is made by recursion, and a stack that overflows is the end of the process; the parser does not recurse.
        var parser = new Parser(new StringReader(text));
        for (int depth = 0; parser.MoveNext();)
            if ((depth += parser.Current!.NestingIncrease) > Deepest)
                throw TooDeep(parser.Current.Start, parser.Current.End);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
    }

    public static string KeyOf(YamlNode key) => (key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "a key is a text");

    public static YamlException TooDeep(Mark start, Mark end) => new(start, end, $"nested deeper than {Deepest}");
}
