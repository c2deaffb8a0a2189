using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Steffi.Benchmarks;
using Steffi.Fuzzing;

// figures [NAME…]: a table within a minute; memory: live bytes. capture: live, over a veth pair (root). traffic FILE: the mix of flows as a capture file.
// fuzz-gremlin N [SEED]: damaged queries through both parsers. Anything else goes to BenchmarkDotNet, e.g. --filter '*Write*'.
switch (args)
{
    case ["figures", .. var names]:
        return AllFigures.Print(names);
    case ["traffic", var path]:
        new TrafficMix().Save(path);
        return 0;
    case ["fuzz-gremlin", var count, .. var seed]:
        return GremlinFuzz.Run(long.Parse(count, System.Globalization.CultureInfo.InvariantCulture), seed is [var given] ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Environment.TickCount);
    case ["capture"]:
        return LiveCaptureFigure.Print();
    case ["memory", .. var sizes]:
        MemoryFigure.Print(sizes.Length > 0 ? Array.ConvertAll(sizes, int.Parse) : [10_000, 100_000, 1_000_000]);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ReferenceGraph).Assembly).Run(args, DefaultConfig.Instance.WithOptions(ConfigOptions.JoinSummary));
        return 0;
}
