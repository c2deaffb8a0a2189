using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Steffi.Flows;

/// <summary>A lookup in the table's own terms, so that what does not match costs no <see cref="Flow"/>.</summary>
internal sealed class FlowSearch
{
    private readonly FlowLookup _lookup;
    private readonly ulong? _uuid, _tracking, _routed, _parent;
    private readonly (ulong High, ulong Low, byte Version)? _address;

    public FlowSearch(FlowLookup lookup)
    {
        _lookup = lookup;
        _uuid = lookup.Number(lookup.UUID);
        _tracking = lookup.Number(lookup.TrackingID);
        _routed = lookup.Number(lookup.L3TrackingID);
        _parent = lookup.Number(lookup.ParentUUID);
        if (lookup.Address is not null)
            _address = IPAddress.TryParse(lookup.Address, out var address) ? Number(address) : default((ulong, ulong, byte));
    }

    public bool Matches(in FlowCopy copy)
    {
        ref readonly var key = ref copy.Record.Key;
        return (_uuid ?? copy.Record.UUID) == copy.Record.UUID
            && (_tracking ?? copy.Detail.TrackingID) == copy.Detail.TrackingID
            && (_routed ?? copy.Detail.L3TrackingID) == copy.Detail.L3TrackingID
            && (_parent ?? key.Parent) == key.Parent
            && (_lookup.Port is not { } port || copy.Detail.SourcePort == port || copy.Detail.DestinationPort == port)
            && (_address is not { } address || address.Version == key.IPVersion
                && (address.High == key.FirstHigh && address.Low == key.FirstLow || address.High == key.SecondHigh && address.Low == key.SecondLow));
    }

    public bool Matches(Flow flow) => _lookup.Application is null || flow.Application == _lookup.Application;

    private static (ulong, ulong, byte) Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? (0, BinaryPrimitives.ReadUInt32BigEndian(bytes), (byte)4)
            : (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (byte)6);
    }
}
