using System.Buffers;
using System.Text.Json;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>A flow a line, as JSON.</summary>
internal sealed class FlowLines(Stream stream) : FlowOutput
{
    private const int Enough = 1 << 16;

    private readonly ArrayBufferWriter<byte> buffer = new(2 * Enough);
    private Utf8JsonWriter? writer;

    public override void Add(Flow flow)
    {
        writer ??= new Utf8JsonWriter(buffer, JsonText.Compact);
        writer.Reset();
        FlowJson.Write(writer, flow);
        writer.Flush();
        buffer.GetSpan(1)[0] = (byte)'\n';
        buffer.Advance(1);
        if (buffer.WrittenCount >= Enough)
            Write();
    }

    public override void Finish()
    {
        Write();
        stream.Flush();
    }

    public override void Dispose() => writer?.Dispose();

    private void Write()
    {
        stream.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}
