namespace Steffi.Flows;

/// <summary>Numbers for the texts that come again and again in a partition: interfaces, layer paths, applications, keys. One thread adds, any read.</summary>
internal sealed class WordList
{
    /// <summary>Beyond it texts are written out: names that packets invent must not fill the memory.</summary>
    private const int Most = 65_536;

    private readonly Dictionary<string, int> _numbers = [];
    private string[] _words = new string[16];

    public int Count { get; private set; }

    /// <exception cref="InvalidDataException">No word has the number.</exception>
    public string this[int number] =>
        Volatile.Read(ref _words) is var words && (uint)number < (uint)words.Length && words[number] is { } word ? word : throw new InvalidDataException($"word {number} is unknown");

    /// <summary>The number of a text, a new one if it has none and there is room. By the one thread that adds.</summary>
    public bool TryNumber(string text, out int number)
    {
        if (_numbers.TryGetValue(text, out number)) return true;
        if (Count == Most) return false;
        Add(text);
        number = Count - 1;
        return true;
    }

    public void Add(string text)
    {
        if (Count == _words.Length)
        {
            var larger = new string[Count * 2];
            _words.CopyTo(larger, 0);
            Volatile.Write(ref _words, larger);
        }

        Volatile.Write(ref _words[Count], text);
        _numbers[text] = Count++;
    }
}
