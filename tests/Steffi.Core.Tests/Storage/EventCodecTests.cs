using CsCheck;

namespace Steffi.Core.Tests;

public sealed class EventCodecTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly EventBatch Rich = new("lab1", "netlink.lab1", 638_000_000_000_000_000, 42,
    [
        GraphEvent.NodeAdded(Time, "0b8c6f5e-1111-5222-8333-444455556666", RichMetadata()),
        GraphEvent.NodeUpdated(Time, "text id é", new MetadataPatch { ["A.B"] = RichMetadata(), ["C"] = 1 }.Remove("D.E")),
        GraphEvent.EdgeAdded(Time, "e", "a", "b", Metadata.Of(("RelationType", "layer2"))),
        GraphEvent.EdgeDeleted(Time, "e"),
        GraphEvent.NodeSnapshot(Time, "s", Metadata.Empty, Time.AddDays(-1), 7),
        GraphEvent.EdgeSnapshot(Time, "t", "a", "b", Metadata.Empty, Time.AddDays(-1), 8),
    ]);

    private static Metadata RichMetadata() => Metadata.Of(
        ("Null", MetadataValue.Null), ("Yes", true), ("Small", 5), ("Large", long.MinValue), ("Ratio", 0.1),
        ("Text", new string('x', 300)), ("MAC", "02:fc:00:00:00:01"), ("Net", "10.0.0.1/24"), ("a.b", 1),
        ("List", new MetadataValue[] { 1, "two", Metadata.Of(("Deep", new[] { "x" })) }), ("Map", Metadata.Of(("Inner", 1))), ("Empty", Metadata.Empty));

    [Fact]
    public void A_transaction_comes_back_as_it_was()
    {
        var back = Assert.Single(EventCodec.Decode(EventCodec.Encode([Rich])));
        Assert.Equal((Rich.Host, Rich.Origin, Rich.Epoch, Rich.Sequence), (back.Host, back.Origin, back.Epoch, back.Sequence));
        for (int i = 0; i < Rich.Events.Count; i++)
        {
            var (a, b) = (Rich.Events[i], back.Events[i]);
            Assert.Equal((a.Kind, a.Id, a.ParentId, a.ChildId, a.Time, a.Metadata, a.CreatedAt, a.Revision),
                (b.Kind, b.Id, b.ParentId, b.ChildId, b.Time, b.Metadata, b.CreatedAt, b.Revision));
            Assert.Equal(a.Patch?.Operations.Select(o => (o.Path.Text, o.Value, o.Removes)), b.Patch?.Operations.Select(o => (o.Path.Text, o.Value, o.Removes)));
        }
    }

    [Fact]
    public void Broken_bytes_give_one_clear_error_and_nothing_else()
    {
        var good = EventCodec.Encode([Rich]);
        Gen.Select(Gen.Int[0, good.Length - 1].Array[1, 6], Gen.Byte.Array[6], Gen.Int[1, good.Length]).Sample((at, values, length) =>
        {
            var bytes = good[..length];
            for (int i = 0; i < at.Length; i++)
                bytes[at[i] % length] = values[i];
            try
            {
                EventCodec.Decode(bytes, "test");
            }
            catch (StoreCorruptException error)
            {
                Assert.StartsWith("test: ", error.Message);
            }
        }, iter: 200_000);
        var cut = Assert.Throws<StoreCorruptException>(() => EventCodec.Decode(good.AsSpan(0, 100), "cut"));
        Assert.InRange(cut.Offset, 1, 100);
    }
}
