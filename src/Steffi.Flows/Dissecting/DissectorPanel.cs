namespace Steffi.Flows;

/// <summary>The dissectors of one table: who is asked about a flow and in which order, what each kept of it, and what each did so far.</summary>
/// <remarks>Not thread-safe, but <see cref="Statistics"/>. Hot, as <see cref="FlowClassifier"/> is.</remarks>
internal sealed class DissectorPanel
{
    private const int MaxDissectors = 128; // bits of UInt128
    private const int MaxPooled = 4096;

    private readonly FlowDissector[] _dissectors;
    private readonly long[] _asked, _confirmed, _thrown;
    private readonly string?[] _errors;
    private readonly int _maxNesting;
    private readonly PortIndex _index;
    private readonly Stack<DissectorDrafts> _draftPool = [];
    private FlowFields _scratch = new();

    /// <exception cref="ArgumentException">More than 128 dissectors.</exception>
    public DissectorPanel(IReadOnlyList<FlowDissector> dissectors, int maxNesting)
    {
        if (dissectors.Count > MaxDissectors)
            throw new ArgumentException($"{dissectors.Count} dissectors, at most {MaxDissectors} fit", nameof(dissectors));
        _dissectors = [.. dissectors];
        _maxNesting = maxNesting;
        _index = new PortIndex(_dissectors);
        (_asked, _confirmed, _thrown) = (new long[_dissectors.Length], new long[_dissectors.Length], new long[_dissectors.Length]);
        _errors = new string?[_dissectors.Length];
    }

    public IReadOnlyList<DissectorStatistics> Statistics =>
        [.. _dissectors.Select((one, i) => new DissectorStatistics(one.GetType().Name, one.Application, _asked[i], _confirmed[i], _thrown[i], _errors[i]))];

    /// <summary>A bit for each that may be asked about a flow between these ports; zero when nobody wants it.</summary>
    public UInt128 Candidates(DissectorCarriers carrier, ushort source, ushort destination) => _index.All(carrier, source, destination);

    /// <summary>Asks those that are still candidates, those of the ports first.</summary>
    public Verdict Look(FlowClassification flow, OpenFlow open, ref DissectorInput input)
    {
        var first = open.Candidates & _index.OnPorts(open.Carrier, input.SourcePort, input.DestinationPort);
        var verdict = Ask(flow, open, first, ref input);
        return verdict is Verdict.More or Verdict.NotMine && (open.Candidates & ~first) != 0
            ? Ask(flow, open, open.Candidates & ~first, ref input)
            : verdict;
    }

    /// <returns>That of the one that confirmed; else More as long as there is a candidate.</returns>
    private Verdict Ask(FlowClassification flow, OpenFlow open, UInt128 among, ref DissectorInput input)
    {
        for (; among != 0; among &= among - 1)
        {
            int i = (int)UInt128.TrailingZeroCount(among);
            switch (AskOne(flow, open, i, ref input))
            {
                case Verdict.More when open.Confirmed == i:
                case Verdict.Confirmed:
                    Confirm(flow, open, i);
                    open.Candidates = UInt128.One << i;
                    return Verdict.Confirmed;
                case Verdict.Done:
                    Confirm(flow, open, i);
                    return Verdict.Done;
                case Verdict.Carries:
                    Confirm(flow, open, i);
                    if (open.Nesting++ >= _maxNesting)
                        return Verdict.Done;
                    (open.Confirmed, open.State) = (-1, null);
                    open.Candidates = Candidates(open.Carrier, input.SourcePort, input.DestinationPort) & ~(UInt128.One << i);
                    open.Carrying = open.Carrier == DissectorCarriers.Tcp ? -1 : i;
                    return Verdict.Carries;
                case Verdict.NotMine:
                    open.Candidates &= ~(UInt128.One << i);
                    break;
            }
        }
        return open.Candidates == 0 ? Verdict.NotMine : Verdict.More;
    }

    /// <summary>Asks one of them.</summary>
    public Verdict AskOne(FlowClassification flow, OpenFlow open, int i, ref DissectorInput input)
    {
        bool isConfirmed = open.Confirmed == i || open.Carrying == i;
        var draft = isConfirmed ? flow.Confirmed : open.Drafts?.Fields[i] ?? _scratch;
        input.State = open.Confirmed == i ? open.State : open.Drafts?.States[i];
        input.IsConfirmed = isConfirmed;
        (input.Taken, input.TakenOpposite, input.InnerPayload, input.InnerEnd, input.InnerOpposite) = (0, 0, 0, 0, 0);
        _asked[i]++;
        Verdict verdict;
        try
        {
            verdict = _dissectors[i].Dissect(ref input, draft);
        }
        catch (Exception e)
        {
            _thrown[i]++;
            _errors[i] = $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
            verdict = Verdict.NotMine;
        }
        if (open.Confirmed == i)
            open.State = input.State;
        else if (input.State is not null || open.Drafts is not null)
            DraftsOf(open).States[i] = input.State;
        if (ReferenceEquals(draft, _scratch) && draft.Version > 0)
        {
            if (verdict != Verdict.NotMine)
                DraftsOf(open).Fields[i] = draft;
            _scratch = new FlowFields();
        }
        return verdict;
    }

    private void Confirm(FlowClassification flow, OpenFlow open, int i)
    {
        if (open.Confirmed == i)
            return;
        open.Confirmed = i;
        _confirmed[i]++;
        flow.Application = _dissectors[i].Application;
        if (open.Drafts?.Fields[i] is { } draft)
            flow.Confirmed.Take(draft);
        open.State = open.Drafts?.States[i];
        GiveBackDrafts(open);
    }

    private DissectorDrafts DraftsOf(OpenFlow open) => open.Drafts ??= _draftPool.TryPop(out var drafts) ? drafts : new DissectorDrafts(_dissectors.Length);

    /// <summary>What dissectors kept of a flow is no longer wanted.</summary>
    public void GiveBackDrafts(OpenFlow open)
    {
        if (open.Drafts is not { } drafts)
            return;
        drafts.Clear();
        if (_draftPool.Count < MaxPooled)
            _draftPool.Push(drafts);
        open.Drafts = null;
    }
}
