namespace Steffi.Flows;

/// <summary>
/// Asks dissectors about flows, until one has confirmed and is content, none is left, or the bound of <see cref="ClassifierOptions"/> is reached.
/// One a table.
/// </summary>
/// <remarks>
/// Not thread-safe, but <see cref="Statistics"/>. Those dissectors whose ports match are asked first, then the others of the carrier in
/// the order given. Keeps the first bytes of a TCP connection only while somebody waits for more; a flow that no dissector wants costs no
/// allocation, and a flow after its verdict nothing at all. Hot: benchmarks/Steffi.Benchmarks, classification.
/// </remarks>
public sealed class FlowClassifier
{
    private const int MaxPooled = 4096;

    private readonly ClassifierOptions _options;
    private readonly DissectorPanel _panel;
    private readonly Stack<FlowClassification> _pool = [];
    private long _buffered;

    /// <summary>A classifier that has seen nothing.</summary>
    /// <param name="dissectors">Its own from now on; at most 128. The order is that of asking.</param>
    /// <param name="options">How far it looks; null for the defaults.</param>
    /// <exception cref="ArgumentException">More than 128 dissectors, or an option out of range.</exception>
    public FlowClassifier(IReadOnlyList<FlowDissector> dissectors, ClassifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dissectors);
        _options = options ?? new ClassifierOptions();
        _options.Validate();
        _panel = new DissectorPanel(dissectors, _options.MaxNesting);
    }

    /// <summary>What each dissector did so far. Thread-safe.</summary>
    public IReadOnlyList<DissectorStatistics> Statistics => _panel.Statistics;

    /// <summary>Looks at one packet of a flow.</summary>
    /// <param name="flow">
    /// The flow's place for it: null at its first packet. Set while the flow is open and when something was confirmed; null again when nobody wants it.
    /// </param>
    /// <param name="packet">Of TCP flows also those with SYN and no payload. Others without payload change nothing and need not be given.</param>
    /// <returns>False when the flow needs no further look: its table gives no more packets of it.</returns>
    public bool Classify(ref FlowClassification? flow, in ClassifiedPacket packet)
    {
        if (flow is { Open: null })
            return false;
        if (flow is null && !TryBegin(packet, out flow))
            return false;
        var open = flow.Open!;
        if (packet.IsSyn)
            (packet.FromA ? ref open.A : ref open.B).Begin(packet.Sequence + 1);
        if (packet.Payload.IsEmpty)
            return true;

        open.Packets++;
        open.Bytes += packet.Payload.Length;
        (open.LastFromA, open.LastTime) = (packet.FromA, packet.Time);
        (open.LastSourcePort, open.LastDestinationPort) = (packet.SourcePort, packet.DestinationPort);
        bool goesOn = packet.Carrier == DissectorCarriers.Tcp ? LookAtStream(flow, open, packet) : LookAtDatagram(flow, open, packet);
        if (goesOn && open.Packets < _options.MaxPackets)
            return true;
        if (goesOn)
            End(ref flow);
        else
            Close(ref flow);
        return false;
    }

    /// <summary>Ends the flow: dissectors that waited for more judge by what there is, and buffers are given back.</summary>
    /// <param name="flow">As of <see cref="Classify"/>.</param>
    public void End(ref FlowClassification? flow)
    {
        if (flow?.Open is not { } open)
            return;
        if (LookBehindGaps(flow, open) && open.Confirmed < 0 && open.Packets > 0)
            LookLast(flow, open);
        Close(ref flow);
    }

    private bool TryBegin(in ClassifiedPacket packet, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FlowClassification? flow)
    {
        flow = null;
        var candidates = _panel.Candidates(packet.Carrier, packet.SourcePort, packet.DestinationPort);
        if (candidates == 0)
            return false;
        if (!_pool.TryPop(out flow))
            flow = new FlowClassification { Open = new OpenFlow() };
        flow.Open!.Candidates = candidates;
        flow.Open.Carrier = packet.Carrier;
        return true;
    }

    private void Close(ref FlowClassification? flow)
    {
        var open = flow!.Open!;
        _buffered -= open.A.Buffered + open.B.Buffered;
        _panel.GiveBackDrafts(open);
        open.Reset();
        if (flow.Application is null)
        {
            if (_pool.Count < MaxPooled)
                _pool.Push(flow);
            flow = null;
            return;
        }
        // What was confirmed stays with the flow; the rest serves another.
        flow.Open = null;
        if (_pool.Count < MaxPooled)
            _pool.Push(new FlowClassification { Open = open });
    }

    private bool LookAtDatagram(FlowClassification flow, OpenFlow open, in ClassifiedPacket packet)
    {
        if (open.Bytes >= _options.MaxBytes)
            open.Packets = _options.MaxPackets;
        var input = Input(open, packet.Payload, default, packet.FromA, packet.IsTruncated);
        var verdict = open.Carrying < 0 ? _panel.Look(flow, open, ref input) : _panel.AskOne(flow, open, open.Carrying, ref input);
        // What carries others also goes between them, and they between it.
        if (open.Carrying >= 0 && verdict == Verdict.NotMine)
            verdict = _panel.Look(flow, open, ref input);
        while (verdict == Verdict.Carries)
        {
            int start = Math.Clamp(input.InnerPayload, 0, input.Payload.Length);
            int end = input.InnerEnd == 0 ? input.Payload.Length : Math.Clamp(input.InnerEnd, start, input.Payload.Length);
            if (start == end)
                return true;
            input = Input(open, input.Payload[start..end], default, packet.FromA, packet.IsTruncated);
            verdict = _panel.Look(flow, open, ref input);
        }
        return verdict is not (Verdict.Done or Verdict.NotMine);
    }

    private bool LookAtStream(FlowClassification flow, OpenFlow open, in ClassifiedPacket packet)
    {
        ref var own = ref packet.FromA ? ref open.A : ref open.B;
        ref var other = ref packet.FromA ? ref open.B : ref open.A;
        uint sequence = packet.Sequence + (packet.IsSyn ? 1u : 0);
        if (packet.Acknowledgement is { } acknowledgement && other.HasLost(acknowledgement) && !LookBehindGap(flow, open, ref other, ref own, !packet.FromA))
            return false;
        // The first segment mostly decides: it is judged where it lies, and kept only when that was not enough.
        if (own.IsFirst(sequence))
        {
            var input = Input(open, packet.Payload[..Math.Min(packet.Payload.Length, _options.MaxBytes)], other.Bytes, packet.FromA, packet.IsTruncated);
            var verdict = _panel.Look(flow, open, ref input);
            if (verdict is Verdict.Done or Verdict.NotMine)
                return false;
            if (!Keep(ref own, sequence, packet.Payload))
            {
                // No room for more: it is judged by what there was.
                open.Packets = _options.MaxPackets;
                return true;
            }
            Advance(verdict, in input, ref own, ref other);
            if (verdict != Verdict.Carries)
                return true;
        }
        else if (!Keep(ref own, sequence, packet.Payload))
            return true;
        return LookAtRest(flow, open, ref own, ref other, packet.FromA, packet.IsTruncated || own.IsFull(_options.MaxBytes));
    }

    // An inner protocol may begin in what is here already.
    private bool LookAtRest(FlowClassification flow, OpenFlow open, ref StreamPrefix own, ref StreamPrefix other, bool fromA, bool isTruncated, int skipped = 0)
    {
        while (true)
        {
            if (own.Bytes.IsEmpty && other.Bytes.IsEmpty)
                return true;
            bool swap = own.Bytes.IsEmpty;
            var input = swap ? Input(open, other.Bytes, own.Bytes, !fromA, false) : Input(open, own.Bytes, other.Bytes, fromA, isTruncated, skipped);
            var verdict = _panel.Look(flow, open, ref input);
            if (swap)
                Advance(verdict, in input, ref other, ref own);
            else
                Advance(verdict, in input, ref own, ref other);
            if (verdict != Verdict.Carries)
                return verdict is not (Verdict.Done or Verdict.NotMine);
            skipped = 0;
        }
    }

    /// <summary>What was captured behind a gap is looked at without what is missing; before that, those who wait for it judge by what there is.</summary>
    private bool LookBehindGap(FlowClassification flow, OpenFlow open, ref StreamPrefix own, ref StreamPrefix other, bool fromA)
    {
        if (open.Confirmed < 0 && !own.Bytes.IsEmpty && !LookAtRest(flow, open, ref own, ref other, fromA, isTruncated: true))
            return false;
        int skipped = own.SkipGap();
        return LookAtRest(flow, open, ref own, ref other, fromA, isTruncated: false, skipped);
    }

    private bool LookBehindGaps(FlowClassification flow, OpenFlow open)
    {
        while (open.A.HasGap)
            if (!LookBehindGap(flow, open, ref open.A, ref open.B, fromA: true))
                return false;
        while (open.B.HasGap)
            if (!LookBehindGap(flow, open, ref open.B, ref open.A, fromA: false))
                return false;
        return true;
    }

    private void Advance(Verdict verdict, in DissectorInput input, ref StreamPrefix payload, ref StreamPrefix opposite)
    {
        if (verdict is not (Verdict.Confirmed or Verdict.Carries))
            return;
        int before = payload.Buffered + opposite.Buffered;
        payload.Advance(verdict == Verdict.Carries ? input.InnerPayload : input.Taken);
        opposite.Advance(verdict == Verdict.Carries ? input.InnerOpposite : input.TakenOpposite);
        _buffered += payload.Buffered + opposite.Buffered - before;
    }

    /// <returns>Whether there is more in order than before.</returns>
    private bool Keep(ref StreamPrefix stream, uint sequence, ReadOnlySpan<byte> segment)
    {
        if (_buffered >= _options.MaxBuffered)
            return false;
        int before = stream.Buffered;
        bool more = stream.Add(sequence, segment, _options.MaxBytes);
        _buffered += stream.Buffered - before;
        return more;
    }

    private void LookLast(FlowClassification flow, OpenFlow open)
    {
        if (open.Carrier != DissectorCarriers.Tcp)
        {
            // Only who keeps something can say something about nothing.
            if (open.Drafts is not { } drafts || Array.TrueForAll(drafts.States, state => state is null))
                return;
            var nothing = Input(open, default, default, open.LastFromA, isTruncated: true);
            _panel.Look(flow, open, ref nothing);
            return;
        }
        for (int i = 0; i < 2 && open.Confirmed < 0 && open.Candidates != 0; i++)
        {
            var (own, other) = i == 0 == open.LastFromA ? (open.A, open.B) : (open.B, open.A);
            if (own.Bytes.IsEmpty)
                continue;
            var input = Input(open, own.Bytes, other.Bytes, i == 0 == open.LastFromA, isTruncated: true);
            if (_panel.Look(flow, open, ref input) is Verdict.Done or Verdict.NotMine or Verdict.Carries)
                return;
        }
    }

    private static DissectorInput Input(OpenFlow open, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> opposite, bool fromA, bool isTruncated, int skipped = 0) => new()
    {
        Payload = payload,
        Opposite = opposite,
        FromClient = fromA,
        Carrier = open.Carrier,
        SourcePort = fromA == open.LastFromA ? open.LastSourcePort : open.LastDestinationPort,
        DestinationPort = fromA == open.LastFromA ? open.LastDestinationPort : open.LastSourcePort,
        Time = open.LastTime,
        IsTruncated = isTruncated,
        Skipped = skipped,
    };
}
