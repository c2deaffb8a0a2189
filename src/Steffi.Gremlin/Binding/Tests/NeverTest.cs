namespace Steffi.Gremlin;

/// <summary>A predicate inside Metadata(…): Skydive accepts it there and finds nothing.</summary>
internal sealed class NeverTest : ValueTest
{
    public static readonly NeverTest Instance = new();

    public override bool Matches(MetadataValue value) => false;

    public override string Describe(string key) => $"{key} never";
}
