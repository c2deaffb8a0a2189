// The reference graph (nodes of 13 keys, ownership tree, 0.2 layer2 edges a node) in other engines; see README.md.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Graph from 'graphology';
import { bidirectional } from 'graphology-shortest-path';
import kuzu from 'kuzu';

const count = Number(process.argv[2] ?? 100_000);
const drivers = ['veth', 'bridge', 'virtio_net', 'ixgbe', 'tun'];
const random = (seed => () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff)(42);

function* nodes() {
  for (let i = 0; i < count; i++) {
    const inHost = i % 100;
    const type = inHost === 0 ? 'host' : inHost <= 10 ? 'netns' : inHost % 10 === 0 ? 'bridge' : 'veth';
    const hex = n => (n & 255).toString(16).padStart(2, '0');
    yield {
      Name: `${type}${i}`, Type: type, Driver: drivers[i % 5], MAC: `02:fc:${hex(i >> 24)}:${hex(i >> 16)}:${hex(i >> 8)}:${hex(i)}`, MTU: 1500,
      IfIndex: inHost, State: 'UP', TID: `tid-${i}`, Speed: 10000, EncapType: 'ether', IPV4: [`10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}/24`],
      LinkFlags: ['BROADCAST', 'MULTICAST', 'UP'],
      Metric: { RxBytes: inHost * 100003, TxBytes: inHost * 50021, RxPackets: inHost * 101, TxPackets: inHost * 53 },
    };
  }
}

function* edges() {
  for (let i = 0; i < count; i++) {
    const inHost = i % 100, host = i - inHost;
    if (inHost > 0) yield [inHost <= 10 ? host : host + 1 + inHost % 10, i, 'ownership'];
    if (i % 5 === 0) yield [i, inHost === 0 ? Math.floor(random() * Math.max(i, 1)) : host + Math.floor(random() * 100), 'layer2'];
  }
}

// Wall clock, and the processor time of all threads, which others on the machine do not add to.
const now = () => ({ wall: performance.now(), cpu: process.cpuUsage() });
const since = start => {
  const cpu = process.cpuUsage(start.cpu);
  return { wall: performance.now() - start.wall, cpu: (cpu.user + cpu.system) / 1000 };
};
const text = (milliseconds, per) => per === 1 ? `${milliseconds.toFixed(2)} ms` : `${(milliseconds * 1000 / per).toFixed(2)} µs`;
const row = (engine, work, took, per = 1) => console.log(`| ${engine} | ${work} | ${text(took.wall, per)} | ${text(took.cpu, per)} |`);

async function best(times, work) {
  let least = { wall: Infinity, cpu: Infinity };
  for (let i = 0; i < times; i++) {
    const start = now();
    await work();
    const took = since(start);
    least = { wall: Math.min(least.wall, took.wall), cpu: Math.min(least.cpu, took.cpu) };
  }
  return least;
}

async function graphology() {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const graph = new Graph({ multi: true, type: 'directed' });
  let start = now(), id = 0;
  for (const node of nodes()) graph.addNode(id++, node);
  row('graphology', 'node insert', since(start), count);
  start = now();
  let total = 0;
  for (const [from, to, relation] of edges()) { graph.addEdge(from, to, { RelationType: relation }); total++; }
  row('graphology', 'edge insert', since(start), total);
  global.gc?.();
  console.log(`| graphology | bytes a node with its edges | ${Math.round((process.memoryUsage().heapUsed - before) / count)} B | |`);
  const name = 'veth7777';
  row('graphology', 'Has(Name, x), a scan', await best(5, () => graph.findNode((_, node) => node.Name === name)));
  row('graphology', 'Has(Name, Regex).Count()', await best(5, () => graph.reduceNodes((sum, _, node) => sum + (/^veth.*7$/.test(node.Name) ? 1 : 0), 0)));
  row('graphology', 'Has(Type, netns).Out().Dedup()', await best(5, () => {
    const found = new Set();
    graph.forEachNode((key, node) => { if (node.Type === 'netns') graph.forEachOutNeighbor(key, other => found.add(other)); });
  }));
  row('graphology', 'ShortestPathTo between two hosts (directed edges both ways)', await best(5, () => {
    const undirected = graph.undirectedCopy ??= (() => {
      const copy = new Graph({ multi: true, type: 'undirected' });
      graph.forEachNode(key => copy.addNode(key));
      graph.forEachEdge((_, __, from, to) => copy.addEdge(from, to));
      return copy;
    })();
    return bidirectional(undirected, '15', '8815');
  }));
  if (count <= 100_000) row('graphology', 'the whole graph as JSON (a million do not fit into a string)', await best(3, () => JSON.stringify(graph.export())));
}

// One by one, as events come.
async function insert(connection, run) {
  const node = await connection.prepare('CREATE (:N {id: $id, Name: $Name, Type: $Type, Driver: $Driver, MAC: $MAC, MTU: $MTU, IfIndex: $IfIndex, State: $State, TID: $TID, Speed: $Speed, EncapType: $EncapType, RxBytes: $RxBytes, TxBytes: $TxBytes, RxPackets: $RxPackets, TxPackets: $TxPackets})');
  let start = now(), id = 0;
  await run('BEGIN TRANSACTION');
  for (const { IPV4, LinkFlags, Metric, ...keys } of nodes()) await connection.execute(node, { id: id++, ...keys, ...Metric });
  await run('COMMIT');
  row('kuzu', 'node insert, prepared, one transaction (without the two lists)', since(start), count);
  const edge = await connection.prepare('MATCH (a:N {id: $from}), (b:N {id: $to}) CREATE (a)-[:E {RelationType: $relation}]->(b)');
  start = now();
  let total = 0;
  await run('BEGIN TRANSACTION');
  for (const [from, to, relation] of edges()) { await connection.execute(edge, { from, to, relation }); total++; }
  await run('COMMIT');
  row('kuzu', 'edge insert, prepared, one transaction', since(start), total);
}

// A million one by one takes some ten minutes: in bulk, from files.
async function copy(run) {
  const directory = mkdtempSync(join(tmpdir(), 'steffi-peers-'));
  const [nodeFile, edgeFile] = ['nodes.csv', 'edges.csv'].map(name => join(directory, name));
  let id = 0, total = 0;
  writeLines(nodeFile, nodes(), ({ IPV4, LinkFlags, Metric, ...keys }) =>
    [id++, ...Object.values(keys), `"[${IPV4}]"`, `"[${LinkFlags}]"`, ...Object.values(Metric)].join());
  writeLines(edgeFile, edges(), edge => { total++; return edge.join(); });
  let start = now();
  await run(`COPY N FROM '${nodeFile}' (PARALLEL=FALSE)`);
  row('kuzu', 'node insert, in bulk from a file', since(start), count);
  start = now();
  await run(`COPY E FROM '${edgeFile}'`);
  row('kuzu', 'edge insert, in bulk from a file', since(start), total);
  rmSync(directory, { recursive: true });
}

function writeLines(file, items, line) {
  const out = openSync(file, 'w');
  for (const item of items) writeSync(out, line(item) + '\n');
  closeSync(out);
}

async function kuzuEngine() {
  const database = new kuzu.Database(':memory:');
  const connection = new kuzu.Connection(database);
  const run = async text => (await connection.query(text)).getAll();
  await run('CREATE NODE TABLE N(id INT64 PRIMARY KEY, Name STRING, Type STRING, Driver STRING, MAC STRING, MTU INT64, IfIndex INT64, State STRING, TID STRING, Speed INT64, EncapType STRING, IPV4 STRING[], LinkFlags STRING[], RxBytes INT64, TxBytes INT64, RxPackets INT64, TxPackets INT64)');
  await run('CREATE REL TABLE E(FROM N TO N, RelationType STRING)');
  await (count > 100_000 ? copy(run) : insert(connection, run));
  row('kuzu', 'Has(Name, x), a scan', await best(5, () => run("MATCH (n:N) WHERE n.Name = 'veth7777' RETURN n.id")));
  row('kuzu', 'by primary key', await best(5, () => run('MATCH (n:N) WHERE n.id = 7777 RETURN n.Name')));
  row('kuzu', 'Has(Name, Regex).Count()', await best(5, () => run("MATCH (n:N) WHERE n.Name =~ 'veth.*7' RETURN count(*)")));
  row('kuzu', 'Has(Type, netns).Out().Dedup(), counted', await best(5, () => run("MATCH (n:N)-[:E]->(m:N) WHERE n.Type = 'netns' RETURN count(DISTINCT m.id)")));
  row('kuzu', 'Sort(Name).Limit(10)', await best(5, () => run('MATCH (n:N) RETURN n.id ORDER BY n.Name LIMIT 10')));
  row('kuzu', 'ShortestPathTo between two hosts', await best(3, () => run('MATCH p = (a:N {id: 15})-[:E* SHORTEST 1..30]-(b:N {id: 8815}) RETURN length(p)')));
}

console.log(`| engine | work, ${count.toLocaleString('en')} nodes | wall clock | processor time |\n|---|---|---|---|`);
await graphology();
await kuzuEngine();
process.exit(0);
