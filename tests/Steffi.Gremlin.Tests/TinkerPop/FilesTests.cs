using Steffi.Gremlin.TinkerPop;

namespace Steffi.Gremlin.Tests.TinkerPop;

/// <summary>Graphs in files, by io().</summary>
public sealed class FilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private readonly QueryOptions _options;

    public FilesTests() => _options = Traversals.Options with { Dialect = GremlinDialect.TinkerPop.WithFiles(_folder) };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("io('graph.json')")]
    [InlineData("io('graph.xml')")]
    [InlineData("io('graph').with(IO.writer, IO.graphml).with(IO.reader, IO.graphml)")]
    [InlineData("io('graph').with('~tinkerpop.io.writer', 'graphson').with('~tinkerpop.io.reader', 'graphson')")]
    public void A_graph_comes_back_from_its_file(string file)
    {
        using var graph = Traversals.Small();
        graph.Ask("g.V('eth0').property('Up', true).property('Load', 0.5d).property('Bytes', 5l).property('Note', '<a> & \"b\"').E('pair').property('Speed', NaN)");
        Assert.Empty(graph.Ask($"g.{file}.write()", _options));

        using var copy = new Graph();
        Assert.Empty(copy.Ask($"g.{file}.read()", _options));
        foreach (var all in (string[])["g.V().order().by(id).elementMap()", "g.E().order().by(id).elementMap()"])
            Assert.Equal(Describe.Value(graph.Ask(all)), Describe.Value(copy.Ask(all)));
    }

    [Fact]
    public void GraphSON_keeps_every_type()
    {
        using var graph = new Graph();
        graph.Ask("""
            g.addV('all').property('b', 1b).property('s', 2s).property('f', 1.5f).property('n', 12345678901234567890n).property('m', 1.10m)
             .property('t', datetime('2024-05-06T07:08:09Z')).property('u', UUID('6f3a18bc-6b7e-55e1-a0bb-3070b472f532'))
             .property('l', [1, 'a', [2l]]).property('z', {1, 2}).property('x', ['k': -Infinity])
            """);
        graph.Ask("g.io('all.json').write()", _options);

        using var copy = new Graph();
        copy.Ask("g.io('all.json').read()", _options);
        Assert.Equal(Describe.Value(graph.AskOne("g.V().elementMap()")), Describe.Value(copy.AskOne("g.V().elementMap()")));
        Assert.Equal(1.5f, copy.AskOne("g.V().values('f')"));
        Assert.Equal((sbyte)1, copy.AskOne("g.V().values('b')"));
    }

    [Fact]
    public void GraphML_of_other_tools_is_read()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "other.graphml"), """
            <?xml version="1.0" ?>
            <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
              <key id="labelV" for="node" attr.name="labelV" attr.type="string"/>
              <key id="d0" for="node" attr.name="age" attr.type="int"/>
              <graph id="G" edgedefault="directed">
                <edge source="1" target="2"/>
                <node id="1"><desc>first</desc><data key="labelV">person</data><data key="d0">29</data></node>
                <node id="2"/>
              </graph>
            </graphml>
            """);
        using var graph = new Graph();
        graph.Ask("g.io('other.graphml').with(IO.reader, IO.graphml).read()", _options);
        Assert.Equal(29, graph.AskOne("g.V(1).hasLabel('person').values('age')"));
        Assert.Equal("edge", graph.AskOne("g.V(1).outE().as('e').inV().hasId(2).hasLabel('vertex').select('e').label()"));
    }

    [Theory]
    [InlineData("graph.json", "{", "graph.json: ")]
    [InlineData("graph.json", "{\"label\":\"a\"}", "a vertex has no id")]
    [InlineData("graph.json", "{\"id\":\"a\"}\n{\"id\":\"a\"}", "already exists")]
    [InlineData("graph.json", "[1]", "a vertex has no id")]
    [InlineData("graph.json", "{\"id\":\"a\",\"outE\":{\"x\":[{\"id\":1,\"inV\":\"b\"}]}}", "leads to the vertex b, which is not there")]
    [InlineData("graph.json", "{\"id\":\"a\",\"properties\":{\"k\":[{\"value\":{\"@type\":\"g:Int32\",\"@value\":9999999999}}]}}", "graph.json: ")]
    [InlineData("graph.json", "{\"id\":\"a\",\"properties\":{\"k\":[{\"value\":{\"@type\":\"g:Class\",\"@value\":\"x\"}}]}}", "g:Class is no type")]
    [InlineData("graph.json", "{\"id\":\"a\",\"properties\":7}", "graph.json: ")]
    [InlineData("graph.xml", "<a/>", "begins with a, not graphml")]
    [InlineData("graph.xml", "<graphml><node/></graphml>", "a node has no id")]
    [InlineData("graph.xml", "<graphml><node id='a'><data key='k'>1</data></node></graphml>", "there is no key k")]
    [InlineData("graph.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><graphml/>", "graph.xml: ")]
    [InlineData("graph.xml", "<graphml><node id='a'>", "graph.xml: ")]
    [InlineData("graph.kryo", "", "Java's own serialization")]
    [InlineData("graph.txt", "", "graphson and graphml are known, not 'txt'")]
    public void A_file_that_is_no_graph_changes_nothing(string file, string text, string reason)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, file), text);
        using var graph = Traversals.Small();
        var before = graph.Live.Version;
        var error = Assert.Throws<QueryException>(() => graph.Ask($"g.\nio('{file}').read()", _options));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal((2, before), (error.Line, graph.Live.Version));
    }

    [Theory]
    [InlineData("g.io('absent.json').read()", "absent.json")]
    [InlineData("g.io('../graph.json').write()", "lies outside")]
    [InlineData("g.io('/graph.json').write()", "lies outside")]
    [InlineData("g.io('').write()", "lies outside")]
    [InlineData("g.io('graph.json')", "read() or write()")]
    [InlineData("g.V().io('graph.json').read()", "starts a query")]
    public void Only_files_of_the_folder_are_reached(string text, string reason)
    {
        using var graph = Traversals.Small();
        Assert.Contains(reason, Assert.Throws<QueryException>(() => graph.Ask(text, _options)).Reason, StringComparison.Ordinal);
        Assert.Contains("WithFiles", Assert.Throws<QueryException>(() => graph.Ask("g.io('graph.json').write()")).Reason, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => GremlinDialect.Skydive.WithFiles(_folder));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public void What_has_no_word_in_a_format_leaves_the_old_file()
    {
        using var graph = Traversals.Small();
        graph.Ask("g.io('graph.xml').write()", _options);
        graph.Ask("g.V('blue').property('Tags', [1, 2])");
        Assert.Contains("GraphML has no word", Assert.Throws<QueryException>(() => graph.Ask("g.io('graph.xml').write()", _options)).Reason, StringComparison.Ordinal);
        using var copy = new Graph();
        copy.Ask("g.io('graph.xml').read()", _options);
        Assert.Equal(3, copy.Live.CountNodes());
        Assert.Equal(["graph.xml"], _folder.EnumerateFiles().Select(file => file.Name));
    }
}
