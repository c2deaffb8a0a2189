using System.Runtime.InteropServices;

namespace Steffi.Analyzer;

/// <summary>Standard output that fails when nobody reads it any more: .NET's own goes on in silence, and what has no end (watch) would for ever.</summary>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1, Interrupted = 4, TryAgain = 11;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>For <see cref="Console.SetOut"/>.</summary>
    public static TextWriter Writer() => new StreamWriter(new StandardOutput()) { AutoFlush = true, NewLine = "\n" };

    /// <exception cref="IOException">Its HResult is the system's number: <see cref="ExitCode.BrokenPipe"/> where the reader has gone.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = Write(Descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
                WaitOrFail(error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // A pipe that others made non-blocking is waited for.
    private static void WaitOrFail(int error)
    {
        if (error != TryAgain)
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : 'standard output'", error);
        Descriptors.Wait(Descriptor, Descriptors.Writable, -1);
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(int descriptor, in byte buffer, nuint count);
}
