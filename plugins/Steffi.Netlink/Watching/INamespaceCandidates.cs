namespace Steffi.Netlink;

/// <summary>Which namespaces there are, to find out what a namespace's number for another means.</summary>
internal interface INamespaceCandidates
{
    /// <summary>Likeliest first; may be some milliseconds old. Called on the loop's thread.</summary>
    IReadOnlyList<NamespaceCandidate> Find();
}
