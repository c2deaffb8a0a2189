using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Steffi.Flows;

/// <summary>A lookup in the table's own numbers, so that what cannot match costs no <see cref="Flow"/>.</summary>
internal sealed class SlotSearch(FlowLookup lookup, FlowTableOptions options)
{
    private readonly Term[][] _demands = [.. lookup.Demands.Select(terms => terms.Select(term => Term.Of(term, options)).ToArray())];

    /// <summary>Whether the flow may match: texts are not compared here.</summary>
    public bool MayMatch(in FlowCopy copy)
    {
        foreach (var terms in _demands)
        {
            bool any = false;
            for (int i = 0; i < terms.Length && !any; i++)
                any = terms[i].MayHold(in copy);
            if (!any)
                return false;
        }
        return true;
    }

    /// <summary>For each demand that an index can answer, the places to look at.</summary>
    public IEnumerable<uint[]> Places => _demands.Where(terms => Array.TrueForAll(terms, term => !term.IsPossible || term.Place() != 0))
        .Select(terms => terms.Where(term => term.IsPossible).Select(term => term.Place()).Distinct().ToArray());

    private readonly struct Term(FlowField field, ulong low = 0, ulong high = 0, byte version = 0, bool isPossible = true)
    {
        public bool IsPossible => isPossible;

        /// <summary>Where an index has it; 0 where all flows of the table have it.</summary>
        public uint Place() => field is FlowField.CaptureID or FlowField.NodeTID ? 0 : FlowPlaces.Of(field, low, high);

        public static Term Of(FlowTerm term, FlowTableOptions options) => term.Field switch
        {
            FlowField.CaptureID => new(term.Field, isPossible: term.Value == options.CaptureID),
            FlowField.NodeTID => new(term.Field, isPossible: term.Value == options.NodeTID),
            FlowField.Application => new(term.Field, FlowPlaces.Text(term.Value)),
            FlowField.Network => OfAddress(term.Value),
            FlowField.Transport => new(term.Field, ushort.TryParse(term.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : ulong.MaxValue),
            FlowField.Link => OfDigits(term.Field, term.Value.Replace(":", "", StringComparison.Ordinal)),
            _ => OfDigits(term.Field, term.Value),
        };

        public bool MayHold(in FlowCopy copy)
        {
            ref readonly var record = ref copy.Record;
            ref readonly var detail = ref copy.Detail;
            return isPossible && field switch
            {
                FlowField.UUID => record.UUID == low,
                FlowField.TrackingID => detail.TrackingID == low,
                FlowField.L3TrackingID => detail.L3TrackingID == low,
                FlowField.ParentUUID => record.Key.Parent == low,
                FlowField.Network => record.Key.IPVersion == version
                    && ((record.Key.FirstLow == low && record.Key.FirstHigh == high) || (record.Key.SecondLow == low && record.Key.SecondHigh == high)),
                FlowField.Link => detail.SourceMac == low || detail.DestinationMac == low,
                FlowField.Transport => detail.SourcePort == low || detail.DestinationPort == low,
                _ => true,
            };
        }

        private static Term OfDigits(FlowField field, string digits) =>
            ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) ? new(field, number) : new(field, isPossible: false);

        private static Term OfAddress(string text)
        {
            if (!IPAddress.TryParse(text, out var address))
                return new(FlowField.Network, isPossible: false);
            Span<byte> bytes = stackalloc byte[16];
            address.TryWriteBytes(bytes, out _);
            return address.AddressFamily == AddressFamily.InterNetwork
                ? new(FlowField.Network, BinaryPrimitives.ReadUInt32BigEndian(bytes), version: 4)
                : new(FlowField.Network, BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes), version: 6);
        }
    }
}
