using System.Reflection;
using Xunit;

namespace Steffi.Probes.Tests;

public sealed class ErrorTextTests
{
    [Fact]
    public void Causes_follow_in_one_line()
    {
        var error = new InvalidOperationException("netlink closed", new IOException("no buffer\nspace"));
        Assert.Equal("InvalidOperationException: netlink closed <- IOException: no buffer space", ErrorText.Of(error));
    }

    [Fact]
    public void Wrappers_that_say_nothing_are_left_out() =>
        Assert.Equal("IOException: gone", ErrorText.Of(new TargetInvocationException(new AggregateException(new IOException("gone")))));
}
