namespace Steffi.Gremlin.TinkerPop;

internal static class Parameters
{
    /// <summary>Whether a word stands in the tree that is no constant, and so the name of a parameter.</summary>
    public static bool StandIn(TraversalSyntax syntax) => syntax switch
    {
        ConstantSyntax => false,
        ListSyntax list => list.Items.Any(StandIn),
        SetSyntax set => set.Items.Any(StandIn),
        MapSyntax map => map.Entries.Any(entry => StandIn(entry.Key) || StandIn(entry.Value)),
        ChainSyntax chain when chain.IsWord(out var word) => !Words.TryFind(word, out _),
        ChainSyntax chain => chain.Links.Any(link => link.Name is not ("withStrategies" or "withoutStrategies")
            ? (link.Arguments ?? []).Any(argument => StandIn(argument.Value))
            : (link.Arguments ?? []).Any(argument => argument.Value is ChainSyntax { Links: [{ Arguments: { } named }] } && named.Any(item => StandIn(item.Value)))),
        _ => false,
    };
}
