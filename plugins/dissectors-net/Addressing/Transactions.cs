using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>What each transaction of a flow has said so far: clients without an address share one, and ask again.</summary>
internal sealed class Transactions
{
    private readonly List<(uint Id, Metadata Facts)> known = [];

    /// <summary>Takes a message: what it does not say stays as it was.</summary>
    public void Take(string protocol, uint id, Metadata facts, FlowFields fields)
    {
        int number = known.FindIndex(one => one.Id == id);
        if (number < 0 && known.Count == FlowFields.MostExchanges)
            return;
        if (number < 0)
        {
            number = known.Count;
            known.Add((id, default));
        }
        var all = new MetadataBuilder(known[number].Facts);
        foreach (var (key, value) in facts)
            all[key] = value;
        known[number] = (id, all.Build());
        fields.SetExchange(protocol, number, known[number].Facts);
    }
}
