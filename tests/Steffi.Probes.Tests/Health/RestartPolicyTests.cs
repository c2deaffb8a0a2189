using Xunit;

namespace Steffi.Probes.Tests;

public sealed class RestartPolicyTests
{
    private static readonly RestartPolicy Policy = new()
    {
        InitialDelay = TimeSpan.FromSeconds(1),
        MaxDelay = TimeSpan.FromSeconds(30),
        HealthyAfter = TimeSpan.FromMinutes(1),
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Delay_doubles_up_to_the_longest(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Policy.Delay(failures, chance: 0));

    [Fact]
    public void Chance_takes_off_at_most_half()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), Policy.Delay(3, chance: 1));
        Assert.Equal(TimeSpan.FromSeconds(3), Policy.Delay(3, chance: 0.5));
    }

    [Fact]
    public void A_longest_delay_below_the_first_is_refused()
    {
        var wrong = new RestartPolicy { InitialDelay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromSeconds(1) };
        Assert.Equal("MaxDelay", Assert.Throws<ArgumentOutOfRangeException>(wrong.Validate).ParamName);
    }

    [Fact]
    public void No_delay_is_refused()
    {
        var wrong = new RestartPolicy { InitialDelay = TimeSpan.Zero };
        Assert.Equal("InitialDelay", Assert.Throws<ArgumentOutOfRangeException>(wrong.Validate).ParamName);
    }
}
