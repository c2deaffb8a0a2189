namespace Speech;

/// <summary>Version 1 of a library that two plugins depend on: its one method is gone in version 2.</summary>
public static class Greeting
{
    public static string Hello(string name) => $"Hello {name}";
}
