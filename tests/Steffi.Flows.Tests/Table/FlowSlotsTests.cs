namespace Steffi.Flows.Tests.Table;

public sealed class FlowSlotsTests
{
    [Fact]
    public async Task A_flow_whose_change_failed_half_way_can_still_be_read()
    {
        var slots = new FlowSlots();
        int slot = slots.Take();
        Assert.Throws<OutOfMemoryException>((Action)(() => Fail(slots, slot)));
        Assert.True(await Task.Run(() => slots.TryReadBegun(slot, out _)).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    private static void Fail(FlowSlots slots, int slot)
    {
        using (FlowSlots.Write(ref slots.Record(slot)))
        {
            slots.Record(slot).State = FlowState.Live;
            throw new OutOfMemoryException();
        }
    }
}
