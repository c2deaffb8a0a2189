namespace Steffi.Gremlin.TinkerPop;

/// <summary>A traversal's tree as text again, parameters filled in.</summary>
internal sealed class TraversalText(IReadOnlyDictionary<string, MetadataValue> parameters)
{
    public string Of(IEnumerable<LinkSyntax> links) => string.Join('.', links.Select(Of));

    private string Of(LinkSyntax link) => link.Arguments is null ? link.Name : $"{link.Name}({string.Join(", ", link.Arguments.Select(Of))})";

    private string Of(NamedSyntax argument) => argument.Name is null ? Of(argument.Value) : $"{argument.Name}: {Of(argument.Value)}";

    private string Of(TraversalSyntax syntax) => syntax switch
    {
        ConstantSyntax constant => Literal.Of(constant.Value),
        ListSyntax list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        SetSyntax set => $"{{{string.Join(", ", set.Items.Select(Of))}}}",
        MapSyntax { Entries.Count: 0 } => "[:]",
        MapSyntax map => $"[{string.Join(", ", map.Entries.Select(entry => $"({Of(entry.Key)}): {Of(entry.Value)}"))}]",
        ChainSyntax chain when chain.IsWord(out var word) && !Words.TryFind(word, out _) && parameters.TryGetValue(word, out var value) => Literal.Of(TypedValue.Read(value)),
        ChainSyntax chain => Of(chain.Links),
        _ => throw new InvalidOperationException($"There is no text of {syntax.GetType().Name}"),
    };
}
