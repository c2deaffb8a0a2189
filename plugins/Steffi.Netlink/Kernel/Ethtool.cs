using System.Buffers.Binary;
using System.Text;

namespace Steffi.Netlink.Kernel;

/// <summary>What ethtool says of an interface; null where the driver does not answer.</summary>
internal sealed record EthtoolInfo(string? Driver, string? BusInfo, long? Speed, string? Duplex, FeatureSet? Features);

/// <summary>What ethtool can be asked about an interface.</summary>
[Flags]
internal enum EthtoolQuestions : byte { None = 0, Driver = 1, Settings = 2, Features = 4, All = 7 }

/// <summary>Which offloads are on; equal bit patterns share one set.</summary>
internal sealed record FeatureSet(IReadOnlyList<KeyValuePair<string, bool>> All);

/// <summary>
/// ethtool's ioctls (linux/ethtool.h). They work on any socket, a netlink one too, and act in the socket's namespace; the
/// interface is named, so a rename in between gives ENODEV, which is no answer.
/// </summary>
internal static unsafe class Ethtool
{
    private const uint GetDriverInfo = 0x03, GetStrings = 0x1b, GetStringSetInfo = 0x37, GetFeatures = 0x3a, GetLinkSettings = 0x4c;
    private const int FeatureStrings = 4, StringLength = 32, NameLength = 16;
    private const int LinkSettingsLength = 48, WordsOffset = 15;
    private static readonly Dictionary<string, FeatureSet> Sets = [];
    private static string[]? _featureNames;

    /// <summary>What is known of an interface, with the answers to some questions.</summary>
    public static EthtoolInfo Ask(int socket, string name, EthtoolQuestions questions, EthtoolInfo known)
    {
        if ((questions & EthtoolQuestions.Driver) != 0)
        {
            var (driver, bus) = Driver(socket, name);
            known = known with { Driver = driver, BusInfo = bus };
        }
        if ((questions & EthtoolQuestions.Settings) != 0)
        {
            var (speed, duplex) = Settings(socket, name);
            known = known with { Speed = speed, Duplex = duplex };
        }
        return (questions & EthtoolQuestions.Features) != 0 ? known with { Features = Features(socket, name) ?? known.Features } : known;
    }

    /// <summary>Speed in Mbit/s and duplex, which change with the carrier.</summary>
    private static (long? Speed, string? Duplex) Settings(int socket, string name)
    {
        Span<byte> command = stackalloc byte[LinkSettingsLength + 3 * 4 * 127];
        command.Clear();
        // The first call asks how many words a mode mask has: the kernel answers with that number negated.
        BinaryPrimitives.WriteUInt32LittleEndian(command, GetLinkSettings);
        if (!Call(socket, name, command) || (sbyte)command[WordsOffset] >= 0)
            return (null, null);
        command[WordsOffset] = (byte)-(sbyte)command[WordsOffset];
        BinaryPrimitives.WriteUInt32LittleEndian(command, GetLinkSettings);
        if (!Call(socket, name, command))
            return (null, null);
        uint speed = BinaryPrimitives.ReadUInt32LittleEndian(command[4..]);
        string? duplex = command[8] switch { 0 => "Half", 1 => "Full", _ => null };
        return (speed is uint.MaxValue or 0 ? null : speed, duplex);
    }

    private static (string? Driver, string? BusInfo) Driver(int socket, string name)
    {
        Span<byte> command = stackalloc byte[196];
        command.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(command, GetDriverInfo);
        if (!Call(socket, name, command))
            return (null, null);
        string? bus = Text(command[100..132]);
        return (Text(command[4..36]), bus);
    }

    private static FeatureSet? Features(int socket, string name)
    {
        var names = _featureNames ??= FeatureNames(socket, name);
        if (names.Length == 0)
        {
            _featureNames = null;
            return null;
        }
        int blocks = (names.Length + 31) / 32;
        Span<byte> command = stackalloc byte[8 + blocks * 16];
        command.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(command, GetFeatures);
        BinaryPrimitives.WriteInt32LittleEndian(command[4..], blocks);
        if (!Call(socket, name, command))
            return null;
        string pattern = Convert.ToHexString(command);
        lock (Sets)
        {
            if (!Sets.TryGetValue(pattern, out var set))
            {
                var all = new List<KeyValuePair<string, bool>>(names.Length);
                for (int i = 0; i < names.Length; i++)
                {
                    // Each block: available, requested, active, never changed.
                    uint active = BinaryPrimitives.ReadUInt32LittleEndian(command[(8 + i / 32 * 16 + 8)..]);
                    if (names[i].Length > 0)
                        all.Add(new(names[i], (active >> (i % 32) & 1) != 0));
                }
                Sets[pattern] = set = new FeatureSet(all);
            }
            return set;
        }
    }

    // The strings are the kernel's, not the driver's: asked once.
    private static string[] FeatureNames(int socket, string name)
    {
        Span<byte> info = stackalloc byte[24];
        info.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(info, GetStringSetInfo);
        BinaryPrimitives.WriteUInt64LittleEndian(info[8..], 1ul << FeatureStrings);
        if (!Call(socket, name, info) || BinaryPrimitives.ReadUInt64LittleEndian(info[8..]) == 0)
            return [];
        int count = Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(info[16..]), 0, 1024);
        var command = new byte[12 + count * StringLength];
        BinaryPrimitives.WriteUInt32LittleEndian(command, GetStrings);
        BinaryPrimitives.WriteInt32LittleEndian(command.AsSpan(4), FeatureStrings);
        BinaryPrimitives.WriteInt32LittleEndian(command.AsSpan(8), count);
        if (!Call(socket, name, command))
            return [];
        var names = new string[count];
        for (int i = 0; i < count; i++)
            names[i] = Text(command.AsSpan(12 + i * StringLength, StringLength)) ?? "";
        return names;
    }

    // struct ifreq: name, pointer. Its size is 40 on 64-bit machines; the kernel reads all of it.
    private static bool Call(int socket, string name, Span<byte> command)
    {
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        if (Encoding.UTF8.GetByteCount(name) >= NameLength)
            return false;
        Encoding.UTF8.GetBytes(name, new Span<byte>(request, NameLength));
        fixed (byte* data = command)
        {
            *(byte**)(request + NameLength) = data;
            return Libc.ioctl(socket, Libc.SIOCETHTOOL, request) >= 0;
        }
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        var text = end < 0 ? bytes : bytes[..end];
        return text.IsEmpty ? null : Encoding.UTF8.GetString(text);
    }
}
