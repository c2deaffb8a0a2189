namespace Steffi;

/// <summary>The state that follows from an event and the state before: what a revision holds.</summary>
internal static class Derivation
{
    /// <summary>The state after an event, given the state before.</summary>
    /// <param name="before">Null where nothing is known before.</param>
    /// <param name="change">The event.</param>
    /// <param name="effective">False for an edge whose nodes do not both stand.</param>
    /// <param name="version">Where the new revision is to head a rewritten chain: the event number that does it; 0 elsewhere.</param>
    /// <param name="older">The head of the chain that it takes the place of.</param>
    public static Revision Next(Revision? before, in RevisionEvent change, bool effective, long version = 0, Revision? older = null)
    {
        bool stands = before is { Alive: true };
        var (alive, createdAt, ordinal) = change.Kind switch
        {
            RevisionKind.Snapshot => (effective, change.CreatedAt, change.Ordinal),
            RevisionKind.Added when effective => (true, stands ? before!.CreatedAt : change.Time, stands ? before!.Ordinal + 1 : 1),
            RevisionKind.Added => (false, 0L, 0),
            RevisionKind.Updated when stands => (true, before!.CreatedAt, before.Ordinal + 1),
            _ => (false, before?.CreatedAt ?? 0, before?.Ordinal ?? 0),
        };
        bool begins = change.Kind is RevisionKind.Added or RevisionKind.Snapshot;
        var metadata = begins ? change.Metadata : before?.Metadata ?? default;
        if (change.Kind == RevisionKind.Updated && stands)
            metadata = metadata.With(change.Patch!);
        var provenance = begins || before is null ? change.Provenance : before.Provenance;
        return Make(before, change, alive, createdAt, ordinal, metadata, provenance, version, older);
    }

    /// <summary>Sets a chain that was made anew without a change of any state, as forgetting does.</summary>
    public static Revision Restate(Revision? before, Revision revision, long version, Revision? older) =>
        Make(before, EventOf(revision), revision.Alive, revision.CreatedAt, revision.Ordinal, revision.Metadata, revision.Provenance, version, older);

    private static ChainedRevision Make(
        Revision? before, in RevisionEvent change, bool alive, long createdAt, int ordinal, Metadata metadata, Provenance provenance, long version, Revision? older)
    {
        if (version != 0)
            return new RewrittenRevision(before, change, alive, createdAt, ordinal, metadata, provenance, version, older);
        return change.Patch is { } patch && patch.SetsOne(out var path, out var value)
            ? new SetRevision(before, change, alive, createdAt, ordinal, metadata, provenance, path, value)
            : new ChainedRevision(before, change, alive, createdAt, ordinal, metadata, provenance);
    }

    /// <summary>A revision as the beginning of what is known.</summary>
    public static Revision Snapshot(Revision revision, long version, Revision? older)
    {
        var change = EventOf(revision) with { Kind = RevisionKind.Snapshot, Patch = null };
        return Next(null, change, effective: true, version, older);
    }

    /// <summary>The event that a revision came of.</summary>
    public static RevisionEvent EventOf(Revision revision) =>
        new(revision.Kind, revision.Time, revision.Number, revision.Metadata, revision.Patch, revision.Provenance)
        {
            CreatedAt = revision.CreatedAt,
            Ordinal = revision.Ordinal,
        };
}
