namespace Steffi.Gremlin
{
    /// <summary>What of an element, as a key of a map or a modulator: <c>T.id</c>, <c>T.label</c>, <c>T.key</c>, <c>T.value</c>.</summary>
    public enum ElementToken
    {
        /// <summary>The id.</summary>
        Id,

        /// <summary>The label.</summary>
        Label,

        /// <summary>A property's key.</summary>
        Key,

        /// <summary>A property's value.</summary>
        Value,
    }

    /// <summary>Which end of an edge, as a key of a map: <c>Direction.OUT</c>, <c>Direction.IN</c>, <c>Direction.BOTH</c>.</summary>
    public enum EdgeDirection
    {
        /// <summary>Away from the vertex; the edge's source.</summary>
        Out,

        /// <summary>To the vertex; the edge's target.</summary>
        In,

        /// <summary>Either.</summary>
        Both,
    }
}

namespace Steffi.Gremlin.TinkerPop
{
    internal enum Column { Keys, Values }

    internal enum Pop { First, Last, All, Mixed }

    internal enum StepScope { Global, Local }

    internal enum SortOrder { Asc, Desc, Shuffle }

    internal enum SackOperator { Sum, Minus, Mult, Div, Min, Max, Assign, And, Or, AddAll, SumLong }

    internal enum BarrierKind { NormSack }

    internal enum MergeOption { OnCreate, OnMatch, OutV, InV }

    internal enum PickOption { Any, None, Unproductive }

    internal enum Cardinality { Single, List, Set }

    internal enum DateUnit { Second, Minute, Hour, Day }


    internal enum ValueType
    {
        BigDecimal, BigInt, Binary, Boolean, Byte, Char, DateTime, Double, Duration, Edge, Float, Graph, Int, List, Long, Map, Null, Number, Path, Property,
        Set, Short, String, Tree, Uuid, Vertex, VProperty,
    }

    /// <summary>A value with how it is to be added: <c>Cardinality.list(1)</c>.</summary>
    internal sealed record CardinalityValue(Cardinality Cardinality, object? Value);
}
