using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Steffi.Benchmarks;

// memory: the figures that are no times. Anything else goes to BenchmarkDotNet, e.g. --filter '*Write*'.
if (args is ["memory"])
{
    MemoryFigure.Print();
    return 0;
}
BenchmarkSwitcher.FromAssembly(typeof(ReferenceGraph).Assembly).Run(args, DefaultConfig.Instance.WithOptions(ConfigOptions.JoinSummary));
return 0;
