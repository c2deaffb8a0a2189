namespace Steffi.Plugins.Dissectors.Web;

/// <summary>A message that comes in pieces with offsets, in any order, twice or not: fragments of DTLS, CRYPTO frames of QUIC.</summary>
internal sealed class ScatteredBytes
{
    private const int Limit = 32 * 1024, MaxPieces = 64;

    private readonly List<(int Start, int End)> pieces = [];
    private byte[] bytes = [];

    /// <summary>What is there from the first byte on, without a gap.</summary>
    public ReadOnlySpan<byte> InOrder => pieces is [(0, var end), ..] ? bytes.AsSpan(0, end) : default;

    /// <summary>Puts a piece in its place; what lies beyond the bound is left out.</summary>
    public void Add(long offset, ReadOnlySpan<byte> piece)
    {
        if (offset is < 0 or >= Limit || piece.IsEmpty || pieces.Count >= MaxPieces)
            return;
        int start = (int)offset, end = Math.Min(start + piece.Length, Limit);
        if (bytes.Length < end)
            Array.Resize(ref bytes, Math.Max(end, Math.Min(2 * bytes.Length, Limit)));
        piece[..(end - start)].CopyTo(bytes.AsSpan(start));

        int at = 0;
        while (at < pieces.Count && pieces[at].End < start)
            at++;
        while (at < pieces.Count && pieces[at].Start <= end)
        {
            (start, end) = (Math.Min(start, pieces[at].Start), Math.Max(end, pieces[at].End));
            pieces.RemoveAt(at);
        }
        pieces.Insert(at, (start, end));
    }
}
