using System.Globalization;

namespace Steffi.Gremlin;

/// <summary>One step of a plan: what it was expected to do and, where it ran, what it did.</summary>
/// <param name="Step">As <see cref="GremlinQuery.Explain(IReadOnlyDictionary{string, MetadataValue}?)"/> shows it.</param>
/// <param name="EstimatedRows">Rows that it was expected to hand on, from the graph's size and its indexes.</param>
/// <param name="EstimatedCost">Elements that it was expected to look at.</param>
/// <param name="Rows">Rows that it handed on; null where it did not run.</param>
/// <param name="Time">How long it took; null where it did not run.</param>
public sealed record StepReport(string Step, double EstimatedRows, double EstimatedCost, long? Rows = null, TimeSpan? Time = null)
{
    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Step}  (rows ~{EstimatedRows:0}, cost ~{EstimatedCost:0})");
        return Time is { } time ? string.Create(CultureInfo.InvariantCulture, $"{line} {Rows} rows in {time.TotalMilliseconds:0.000} ms") : line;
    }

    /// <summary>{Step, EstimatedRows, EstimatedCost}, and where it ran Rows and Time in microseconds.</summary>
    internal MetadataValue ToValue()
    {
        var map = new MetadataBuilder { ["Step"] = Step, ["EstimatedRows"] = (long)EstimatedRows, ["EstimatedCost"] = (long)EstimatedCost };
        if (Rows is { } rows) map["Rows"] = rows;
        if (Time is { } time) map["Time"] = time.TotalMicroseconds;
        return map.Build();
    }
}

/// <summary>A run's result with what each step did.</summary>
/// <param name="Result">As Run gives it.</param>
/// <param name="Steps">In the order of running.</param>
public sealed record QueryProfile(QueryResult Result, IReadOnlyList<StepReport> Steps)
{
    /// <summary>A step a line.</summary>
    public override string ToString() => string.Join("\n", Steps);
}
