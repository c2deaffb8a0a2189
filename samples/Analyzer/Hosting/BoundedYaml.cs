using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Steffi.Analyzer;

/// <summary>YAML from outside, as a tree that is safe to walk by recursion, but for aliases that hold themselves.</summary>
internal static class BoundedYaml
{
    public const int Deepest = 64;

    /// <returns>Null where there is nothing. Its keys are texts.</returns>
    /// <exception cref="YamlException">It is no YAML, nests deeper than <see cref="Deepest"/>, or has another key; says where.</exception>
    public static YamlNode? Load(string text)
    {
        Check(new Parser(new StringReader(text)));
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
    }

    public static string KeyOf(YamlNode key) => ((YamlScalarNode)key).Value ?? "";

    public static YamlException TooDeep(Mark start, Mark end) => new(start, end, $"nested deeper than {Deepest}");

    // The tree is made by recursion, and keys are compared by it: a stack that overflows is the end of the process. The parser does not recurse.
    private static void Check(Parser parser)
    {
        // Of each collection that is open: in a map whether a key comes next, in a list nothing.
        var open = new Stack<bool?>();
        while (parser.MoveNext())
        {
            var at = parser.Current!;
            if (at is NodeEvent or AnchorAlias && open.TryPeek(out var next) && next is { } isKey)
            {
                if (isKey && at is not Scalar)
                    throw new YamlException(at.Start, at.End, "a key is a text");
                open.Pop();
                open.Push(!isKey);
            }
            if (at is MappingStart or SequenceStart)
                open.Push(at is MappingStart ? true : null);
            else if (at is MappingEnd or SequenceEnd)
                open.Pop();
            if (open.Count > Deepest)
                throw TooDeep(at.Start, at.End);
        }
    }
}
