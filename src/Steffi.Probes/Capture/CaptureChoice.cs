namespace Steffi.Probes;

/// <summary>Which capture type serves a request.</summary>
internal static class CaptureChoice
{
    /// <param name="request">Names a type, or gets the preferred one that does not refuse it.</param>
    /// <param name="catalog">What there is.</param>
    /// <param name="unfit">Types that have failed already where the request is to be served, and why.</param>
    /// <exception cref="CaptureRefusedException">None does; says why.</exception>
    public static CaptureType Of(CaptureRequest request, CaptureCatalog catalog, IReadOnlyDictionary<string, string>? unfit = null)
    {
        if (request.Type is { } asked)
        {
            var named = catalog.Find(asked)
                ?? throw new CaptureRefusedException($"there is no capture type '{asked}': {Names(catalog)}");
            return named.Make().Refuses(request) is { } reason ? throw new CaptureRefusedException(reason) : named;
        }
        string? first = null;
        foreach (var type in catalog.All)
        {
            if (type.Preference <= 0)
                continue;
            var reason = unfit?.GetValueOrDefault(type.Name) ?? type.Make().Refuses(request);
            if (reason is null)
                return type;
            // The best type's reason says most: others may only be worse.
            first ??= reason;
        }
        throw new CaptureRefusedException(first ?? $"no capture type can be chosen: {Names(catalog)}");
    }

    private static string Names(CaptureCatalog catalog) =>
        catalog.Types.Count == 0 ? "no plugin brings any" : $"there are {string.Join(", ", catalog.Types)}";
}
