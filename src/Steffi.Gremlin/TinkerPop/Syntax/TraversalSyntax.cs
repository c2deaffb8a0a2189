using System.Diagnostics.CodeAnalysis;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>What stands in a query's text, before any name has a meaning.</summary>
internal abstract record TraversalSyntax(SourcePosition At);

/// <summary>A string, number, bool or null.</summary>
internal sealed record ConstantSyntax(object? Value, SourcePosition At) : TraversalSyntax(At);

internal sealed record ListSyntax(IReadOnlyList<TraversalSyntax> Items, SourcePosition At) : TraversalSyntax(At);

internal sealed record SetSyntax(IReadOnlyList<TraversalSyntax> Items, SourcePosition At) : TraversalSyntax(At);

/// <summary>A key that is a bare word is a <see cref="ConstantSyntax"/> already.</summary>
internal sealed record MapSyntax(IReadOnlyList<(TraversalSyntax Key, TraversalSyntax Value)> Entries, SourcePosition At) : TraversalSyntax(At);

/// <summary>Names and calls between dots.</summary>
internal sealed record ChainSyntax(IReadOnlyList<LinkSyntax> Links, SourcePosition At) : TraversalSyntax(At)
{
    /// <summary>A word alone: a constant as <c>desc</c>, or a parameter.</summary>
    public bool IsWord([NotNullWhen(true)] out string? word)
    {
        word = Links is [{ Arguments: null, Name: var name }] ? name : null;
        return word is not null;
    }

    /// <summary>Two words, as <c>Order.desc</c>.</summary>
    public bool IsQualified(out string owner, out string word)
    {
        (owner, word) = Links is [{ Arguments: null, Name: var a }, { Arguments: null, Name: var b }] ? (a, b) : ("", "");
        return word.Length > 0;
    }
}

/// <summary>One name of a chain; null arguments where no parentheses follow it.</summary>
internal sealed record LinkSyntax(string Name, IReadOnlyList<NamedSyntax>? Arguments, SourcePosition At);

/// <summary>An argument; strategies name theirs.</summary>
internal sealed record NamedSyntax(string? Name, TraversalSyntax Value);
