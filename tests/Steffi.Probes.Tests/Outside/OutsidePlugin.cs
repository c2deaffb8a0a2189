using System.Reflection;

namespace Steffi.Probes.Tests;

/// <summary>A plugin that somebody else wrote: built in a folder of its own, against the packages that this repository packs.</summary>
internal sealed class OutsidePlugin(TempFolder home)
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string ContractVersion =>
        typeof(TopologyProbe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private string Feed => Path.Combine(home, "feed");

    /// <summary>Packs the libraries as they were built for these tests.</summary>
    public async Task Pack()
    {
        foreach (var library in new[] { "Steffi.Core", "Steffi.Gremlin", "Steffi.Flows", "Steffi.Probes" })
            await DotnetCommand.Run(Path.Combine(RepositoryRoot(), "src", library), [], "pack", "--no-build", "-c", Configuration, "-o", Feed);
    }

    /// <returns>The folder to drop.</returns>
    public async Task<string> Build()
    {
        // Adds to the sources that the machine configures, as a user's would.
        home.Write("weather/nuget.config", $"""
            <configuration><packageSources><add key="steffi" value="{Feed}" /></packageSources></configuration>
            """);
        home.Write("weather/Acme.Weather.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <Version>1.2.3</Version>
                <EnableDynamicLoading>true</EnableDynamicLoading>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Steffi.Probes" Version="{ContractVersion}" ExcludeAssets="runtime;native" />
              </ItemGroup>
            </Project>
            """);
        home.Write("weather/WeatherProbe.cs", """
            using Microsoft.Extensions.Logging;
            using Steffi;
            using Steffi.Probes;

            namespace Acme.Weather;

            public sealed class WeatherProbe : TopologyProbe
            {
                public override string Name => "weather";

                public override async Task RunAsync(ProbeContext context, CancellationToken stopping)
                {
                    var storm = context.Settings["StormFile"]!;
                    context.Log.LogInformation("looking at {File}", storm);
                    var station = ElementId.FromName("weather", "station");
                    context.Write(transaction =>
                    {
                        transaction.AddNode(station, new MetadataBuilder { ["Type"] = "station", ["Name"] = "roof", ["Looks"] = 0 });
                        transaction.AddEdge(context.HostNode, station, Metadata.Of(("RelationType", "ownership")));
                    });
                    for (var looks = 1; ; looks++)
                    {
                        await Task.Delay(20, stopping);
                        if (File.Exists(storm))
                            throw new IOException("struck by lightning");
                        context.Write(transaction => transaction.UpdateNode(station, new MetadataPatch { ["Looks"] = looks }));
                    }
                }
            }
            """);
        var folder = Path.Combine(home, "weather");
        await DotnetCommand.Run(folder,
            [("NUGET_PACKAGES", Path.Combine(home, "packages")), ("NUGET_FALLBACK_PACKAGES", OtherPackages())],
            "build", "-c", "Release", "-o", Path.Combine(folder, "out"));
        return Path.Combine(folder, "out");
    }

    /// <summary>
    /// The machine's packages without Steffi's: one of the same version there, packed from other sources, would be taken for this one. Nor
    /// may this one get there.
    /// </summary>
    private string OtherPackages()
    {
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var links = Directory.CreateDirectory(Path.Combine(home, "others")).FullName;
        foreach (var package in Directory.EnumerateDirectories(machine))
            if (!Path.GetFileName(package).StartsWith("steffi.", StringComparison.Ordinal))
                Directory.CreateSymbolicLink(Path.Combine(links, Path.GetFileName(package)), package);
        return links;
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Steffi.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No Steffi.sln above {AppContext.BaseDirectory}");
    }
}
