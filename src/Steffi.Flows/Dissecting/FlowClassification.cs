namespace Steffi.Flows;

/// <summary>What a <see cref="FlowClassifier"/> keeps for one flow. Its table holds it with the flow; not thread-safe.</summary>
public sealed class FlowClassification
{
    private readonly FlowFields _fields = new();

    internal FlowClassification()
    {
    }

    /// <summary>The innermost protocol that a dissector confirmed; null while there is none.</summary>
    public string? Application { get; internal set; }

    /// <summary>What confirmed dissectors found: for each protocol its map.</summary>
    public Metadata Fields => _fields.Fields;

    /// <summary>Counts changes of <see cref="Fields"/>, so that a reader knows whether it is up to date.</summary>
    public int Version => _fields.Version;

    internal FlowFields Confirmed => _fields;

    /// <summary>What is only needed until the verdict; null after it.</summary>
    internal OpenFlow? Open { get; set; }
}
