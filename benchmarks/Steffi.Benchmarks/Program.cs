using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Steffi.Benchmarks;

// figures [NAME…]: a table within a minute; memory: live bytes. Anything else goes to BenchmarkDotNet, e.g. --filter '*Write*'.
switch (args)
{
    case ["figures", .. var names]:
        return AllFigures.Print(names);
    case ["memory"]:
        MemoryFigure.Print();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ReferenceGraph).Assembly).Run(args, DefaultConfig.Instance.WithOptions(ConfigOptions.JoinSummary));
        return 0;
}
