namespace Steffi;

/// <summary>Where an element comes from; one object for all elements of an origin.</summary>
internal sealed record Provenance(string Host, string Origin);
