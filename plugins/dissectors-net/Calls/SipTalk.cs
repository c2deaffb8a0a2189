using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Net;

/// <summary>The transactions of one flow of SIP: a request and its answers, known by Call-ID and CSeq.</summary>
/// <remarks>Source: RFC 3261, 17 and 20.16. An ACK belongs to what it acknowledges.</remarks>
internal sealed class SipTalk
{
    private readonly List<Transaction> transactions = [];

    /// <summary>Whether nothing more can be learnt.</summary>
    public bool IsOver => transactions.Count == FlowFields.MostExchanges && transactions.TrueForAll(one => one.Status >= 200);

    public void Take(in SipMessage message, FlowFields fields)
    {
        if (message.Method.SequenceEqual("ACK"u8) && transactions.Count > 0)
            return;
        string key = $"{PayloadText.Of(message.Fields.First("Call-ID"u8, "i"u8), 255)} {PayloadText.Of(message.Fields.First("CSeq"u8), 255)}";
        int number = transactions.FindIndex(one => one.Key == key);
        if (number < 0 && transactions.Count == FlowFields.MostExchanges)
            return;
        if (number < 0)
        {
            number = transactions.Count;
            transactions.Add(new Transaction(key));
            message.WriteAddresses(transactions[number].Facts);
        }
        var transaction = transactions[number];
        if (!message.Method.IsEmpty)
            transaction.Facts["Method"] = PayloadText.Of(message.Method);
        else if (transaction.Status < 200)
            transaction.Facts["Status"] = transaction.Status = message.Status;
        fields.SetExchange("SIP", number, transaction.Facts.Build());
    }

    private sealed class Transaction(string key)
    {
        public string Key => key;

        public int Status { get; set; }

        public MetadataBuilder Facts { get; } = [];
    }
}
