using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Steffi.Analyzer;

/// <summary>The REST API, as Skydive's clients speak it.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebServer(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    /// <summary>Where it answers, with the port that the system chose if none was asked for.</summary>
    public Uri Address { get; }

    /// <exception cref="CommandException">The address is taken, or not of this machine.</exception>
    public static async Task<WebServer> StartAsync(IPEndPoint listen, AnalyzerState state, ILoggerFactory logs, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "steffi", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(logs);
        // The host sees to signals itself: probes end before the server does.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddResponseCompression();
        if (IPAddress.IsLoopback(listen.Address))
        {
            // A web page can have its own host name point here (DNS rebinding) and would then read the graph as its own.
            builder.Services.AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        }
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        var app = builder.Build();
        app.UseHostFiltering();
        app.UseResponseCompression();
        app.Use(TrailingSlash);
        app.Use(BadRequest);
        Endpoints.Map(app, state, app.Lifetime.ApplicationStopping);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new CommandException($"cannot answer on {listen}: {e.InnerException?.Message ?? e.Message}. "
                + "If another steffi runs there, ask it (./steffi query); else choose another address with --listen.");
        }
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        // Asked from here, "every address" is this one.
        return new WebServer(app, new Uri(address.Replace("[::]", "127.0.0.1").Replace("0.0.0.0", "127.0.0.1")));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    // As Skydive: /api/capture/ is sent to /api/capture.
    private static Task TrailingSlash(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith("/api/", StringComparison.Ordinal) || !path.EndsWith('/'))
            return next(context);
        context.Response.Redirect(path.TrimEnd('/') + context.Request.QueryString, permanent: true);
        return Task.CompletedTask;
    }

    // A body that is larger than the server takes, or breaks off: without this a trace in the log, and no words for who sent it.
    private static async Task BadRequest(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Endpoints.RefuseAsync(context, e.StatusCode, $"invalid request body: {e.Message}");
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
