using Steffi.Flows;

namespace Steffi.Plugins.Dissectors.Web;

/// <summary>The frames that Initial packets may hold.</summary>
/// <remarks>Source: RFC 9000, 19.</remarks>
internal static class CryptoFrames
{
    /// <summary>Puts what CRYPTO frames carry where it belongs.</summary>
    /// <returns>False when a frame is met that may not be there.</returns>
    public static bool TryCollect(ReadOnlySpan<byte> frames, ScatteredBytes into)
    {
        var reader = new PayloadReader(frames);
        while (reader.Left > 0)
            switch (LongHeader.ReadVariable(ref reader))
            {
                case 0x00 or 0x01: // PADDING, PING
                    break;
                case 0x02:
                    SkipAcknowledgement(ref reader, counters: 0);
                    break;
                case 0x03:
                    SkipAcknowledgement(ref reader, counters: 3);
                    break;
                case 0x06 or 0x08: // The second is CRYPTO in the numbers of Google's T050 and T051.
                    long offset = LongHeader.ReadVariable(ref reader);
                    long length = LongHeader.ReadVariable(ref reader);
                    var piece = reader.Bytes((int)Math.Min(length, int.MaxValue));
                    if (reader.Failed)
                        return false;
                    into.Add(offset, piece);
                    break;
                case 0x1c: // CONNECTION_CLOSE ends it.
                    return true;
                default:
                    return false;
            }
        return !reader.Failed;
    }

    private static void SkipAcknowledgement(ref PayloadReader reader, int counters)
    {
        LongHeader.ReadVariable(ref reader);
        LongHeader.ReadVariable(ref reader);
        long ranges = LongHeader.ReadVariable(ref reader);
        LongHeader.ReadVariable(ref reader);
        for (long rest = 2 * ranges + counters; rest > 0 && !reader.Failed; rest--)
            LongHeader.ReadVariable(ref reader);
    }
}
