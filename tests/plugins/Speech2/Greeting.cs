namespace Speech;

/// <summary>Version 2: not what version 1 was.</summary>
public static class Greeting
{
    public static string Salute(string language, string name) => language == "fr" ? $"Bonjour {name}" : $"Hello {name}";
}
