namespace Steffi.Gremlin;

/// <summary>A step of the TinkerPop dialect that runs on traversers, one after another.</summary>
/// <param name="At">The step.</param>
/// <param name="Text">Its name, with those of the steps within it.</param>
/// <param name="Reduces">Whether it makes one of all.</param>
internal sealed record LogicalTraversal(SourcePosition At, string Text, bool Reduces) : LogicalStep(At)
{
    public override Shape Output => Shape.Open;

    public override string Describe() => Text;
}
