using System.Globalization;

namespace Steffi.Netlink;

/// <summary>How the value of a link attribute is written.</summary>
internal enum FieldForm : byte
{
    U8, U16, U16Network, U32, U32Network, U64, S32,
    /// <summary>One byte, not zero.</summary>
    Bool,
    /// <summary>True by being there.</summary>
    Flag,
    Address, HardwareAddress,
    /// <summary>struct ifla_bridge_id: priority, address.</summary>
    BridgeId,
    EtherType,
    /// <summary>An interface index; 0 means none and is left out.</summary>
    IfIndex,
    Enum8, Enum16, Enum32,
    /// <summary>Attributes that are addresses, in order.</summary>
    Addresses,
    /// <summary>Two 16-bit numbers in network order: low, high.</summary>
    PortRange,
}

/// <summary>One attribute of a link kind: its number, the key it becomes, its form, and the names of an enumeration's values.</summary>
internal sealed record FieldRule(ushort Attribute, string Name, FieldForm Form, params string[] Names);

/// <summary>One decoded attribute. The value is a long, bool, string or string[].</summary>
internal readonly record struct LinkField(string Name, object Value)
{
    /// <summary>Decodes the attributes that the rules name; others, and timers that always run, are passed over.</summary>
    public static List<LinkField> DecodeAll(ref AttributeReader attributes, FieldRule[] rules)
    {
        var fields = new List<LinkField>();
        while (attributes.Next())
        {
            foreach (var rule in rules)
            {
                if (rule.Attribute == attributes.Type && Decode(in attributes, rule) is { } value)
                {
                    // A peer sends each attribute once; of a repeated one the first stands.
                    if (!fields.Exists(f => f.Name == rule.Name))
                        fields.Add(new LinkField(rule.Name, value));
                    break;
                }
            }
        }
        return fields;
    }

    private static object? Decode(in AttributeReader attribute, FieldRule rule) => rule.Form switch
    {
        FieldForm.U8 => (long)attribute.U8(),
        FieldForm.U16 => (long)attribute.U16(),
        FieldForm.U16Network => (long)attribute.U16Network(),
        FieldForm.U32 => (long)attribute.U32(),
        FieldForm.U32Network => (long)attribute.U32Network(),
        FieldForm.U64 => (long)attribute.U64(),
        FieldForm.S32 => (long)attribute.S32(),
        FieldForm.Bool => attribute.U8() != 0,
        FieldForm.Flag => true,
        FieldForm.Address => attribute.Address() is { } address && !IsUnspecified(address) ? address.ToString() : null,
        FieldForm.HardwareAddress => attribute.HardwareAddress(),
        FieldForm.BridgeId => BridgeId(in attribute),
        FieldForm.EtherType => EtherType(attribute.U16Network()),
        FieldForm.IfIndex => attribute.U32() is var index and not 0 ? (long)index : null,
        FieldForm.Enum8 => Named(attribute.U8(), rule.Names),
        FieldForm.Enum16 => Named(attribute.U16(), rule.Names),
        FieldForm.Enum32 => Named(attribute.U32(), rule.Names),
        FieldForm.Addresses => AddressList(in attribute),
        FieldForm.PortRange => attribute.Value.Length == 4
            ? $"{attribute.Value[0] << 8 | attribute.Value[1]}-{attribute.Value[2] << 8 | attribute.Value[3]}" : null,
        _ => null,
    };

    private static bool IsUnspecified(System.Net.IPAddress address) =>
        address.Equals(System.Net.IPAddress.Any) || address.Equals(System.Net.IPAddress.IPv6Any);

    private static string? BridgeId(in AttributeReader attribute)
    {
        var value = attribute.Value;
        return value.Length != 8 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{value[0]:x2}{value[1]:x2}.{value[2]:x2}:{value[3]:x2}:{value[4]:x2}:{value[5]:x2}:{value[6]:x2}:{value[7]:x2}");
    }

    private static string EtherType(ushort type) => type switch
    {
        0x8100 => "802.1Q",
        0x88a8 => "802.1ad",
        _ => $"0x{type:x4}",
    };

    // An unknown value of an enumeration (a newer kernel) is shown as its number.
    private static string Named(uint value, string[] names) =>
        value < (uint)names.Length && names[value].Length > 0 ? names[value] : value.ToString(CultureInfo.InvariantCulture);

    private static string[]? AddressList(in AttributeReader attribute)
    {
        var addresses = new List<string>();
        var nested = attribute.Nested();
        while (nested.Next())
        {
            if (nested.Address() is { } address)
                addresses.Add(address.ToString());
        }
        return addresses.Count > 0 ? [.. addresses] : null;
    }
}
