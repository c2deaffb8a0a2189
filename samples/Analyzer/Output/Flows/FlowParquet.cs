using System.Text;
using Parquet;
using Parquet.Serialization;
using Steffi.Flows;

namespace Steffi.Analyzer;

/// <summary>Flows as a Parquet file: a column a field, nested as in JSON; what only some flows have is JSON text in the column Details.</summary>
internal sealed class FlowParquet(Stream stream) : FlowOutput
{
    private const int RowsPerGroup = 100_000;

    private readonly List<Row> rows = [];

    public override void Add(Flow flow) => rows.Add(new Row(flow));

    public override void Finish()
    {
        // The format ends with its index: it is made in memory, so that a pipe will do.
        using var whole = new MemoryStream();
        ParquetSerializer.SerializeAsync(rows, whole, new ParquetOptions { RowGroupSize = RowsPerGroup }).GetAwaiter().GetResult();
        whole.Position = 0;
        whole.CopyTo(stream);
        stream.Flush();
    }

    internal sealed class Layer
    {
        public string Protocol { get; set; } = "";

        public string A { get; set; } = "";

        public string B { get; set; } = "";

        public long ID { get; set; }

        public static Layer? Of(FlowLayer? layer) => layer is null ? null : new Layer { Protocol = layer.Protocol, A = layer.A, B = layer.B, ID = layer.ID };
    }

    internal sealed class Ports
    {
        public string Protocol { get; set; } = "";

        public int A { get; set; }

        public int B { get; set; }

        public static Ports? Of(FlowTransport? transport) => transport is null ? null : new Ports { Protocol = transport.Protocol, A = transport.A, B = transport.B };
    }

    internal sealed class Exchange
    {
        public string Type { get; set; } = "";

        public int Code { get; set; }

        public int ID { get; set; }

        public static Exchange? Of(FlowIcmp? icmp) => icmp is null ? null : new Exchange { Type = icmp.Type, Code = icmp.Code, ID = icmp.ID };
    }

    internal sealed class Counters
    {
        public long ABPackets { get; set; }

        public long ABBytes { get; set; }

        public long BAPackets { get; set; }

        public long BABytes { get; set; }

        public long RTT { get; set; }

        public static Counters Of(in FlowMetric metric) => new()
        {
            ABPackets = metric.ABPackets,
            ABBytes = metric.ABBytes,
            BAPackets = metric.BAPackets,
            BABytes = metric.BABytes,
            RTT = metric.RTT,
        };
    }

    internal sealed class Row
    {
        public Row()
        {
        }

        public Row(Flow flow)
        {
            UUID = flow.UUID;
            TrackingID = flow.TrackingID;
            L3TrackingID = flow.L3TrackingID;
            ParentUUID = flow.ParentUUID;
            CaptureID = flow.CaptureID;
            LayersPath = flow.LayersPath;
            Application = flow.Application;
            ApplicationBy = flow.ApplicationBy;
            Link = Layer.Of(flow.Link);
            Network = Layer.Of(flow.Network);
            Transport = Ports.Of(flow.Transport);
            ICMP = Exchange.Of(flow.ICMP);
            Metric = Counters.Of(flow.Metric);
            Start = DateTime.UnixEpoch.AddMilliseconds(flow.Start);
            Last = DateTime.UnixEpoch.AddMilliseconds(flow.Last);
            FinishType = FlowJson.NameOf(flow.FinishType);
            Details = flow.Details.Count == 0 ? null : Encoding.UTF8.GetString(JsonText.Bytes(flow.Details.WriteTo));
        }

        public string UUID { get; set; } = "";

        public string TrackingID { get; set; } = "";

        public string L3TrackingID { get; set; } = "";

        public string? ParentUUID { get; set; }

        public string? CaptureID { get; set; }

        public string LayersPath { get; set; } = "";

        public string Application { get; set; } = "";

        public string? ApplicationBy { get; set; }

        public Layer? Link { get; set; }

        public Layer? Network { get; set; }

        public Ports? Transport { get; set; }

        public Exchange? ICMP { get; set; }

        public Counters Metric { get; set; } = new();

        public DateTime Start { get; set; }

        public DateTime Last { get; set; }

        public string FinishType { get; set; } = "";

        public string? Details { get; set; }
    }
}
