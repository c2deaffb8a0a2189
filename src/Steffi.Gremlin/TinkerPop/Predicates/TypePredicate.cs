using System.Numerics;

namespace Steffi.Gremlin.TinkerPop;

/// <summary><c>P.typeOf</c>.</summary>
internal sealed class TypePredicate(ValueType type) : Predicate
{
    public override bool Passes(object? value) => type switch
    {
        ValueType.Null => value is null,
        ValueType.Boolean => value is bool,
        ValueType.String => value is string,
        ValueType.Number => NumberKinds.Of(value) != NumberKind.None,
        ValueType.Byte => value is sbyte,
        ValueType.Short => value is short,
        ValueType.Int => value is int,
        ValueType.Long => value is long,
        ValueType.BigInt => value is BigInteger,
        ValueType.Float => value is float,
        ValueType.Double => value is double,
        ValueType.BigDecimal => value is BigDecimal,
        ValueType.DateTime => value is DateTimeOffset,
        ValueType.Uuid => value is Guid,
        ValueType.Vertex => value is Vertex,
        ValueType.Edge => value is EdgeElement,
        ValueType.VProperty => value is VertexProperty,
        ValueType.Property => value is ElementProperty,
        ValueType.Path => value is TraversalPath,
        ValueType.List => value is List<object?> and not BulkSet,
        ValueType.Set => value is TraversalSet or BulkSet,
        ValueType.Map => value is TraversalMap or TraversalTree,
        ValueType.Tree => value is TraversalTree,
        ValueType.Graph => value is TraversalSubgraph,
        // Kinds that no value of this graph has.
        _ => false,
    };

    public override string ToString() => $"typeOf(GType.{type.ToString().ToUpperInvariant()})";
}
