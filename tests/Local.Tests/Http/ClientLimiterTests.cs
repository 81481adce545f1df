using Local.Tests;
using MakeDevice.Functions.Http;

namespace MakeDevice.Local.Tests.Http;

public sealed class ClientLimiterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_client_gets_a_minutes_worth_at_once_and_is_then_told_how_long_to_wait()
    {
        var rate = new RequestRate(6, _clock);

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(TimeSpan.Zero, rate.Ask("a"));
        }

        Assert.Equal(TimeSpan.FromSeconds(10), rate.Ask("a"));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(1), rate.Ask("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, rate.Ask("a"));
        Assert.Equal(TimeSpan.FromSeconds(10), rate.Ask("a"));
    }

    [Fact]
    public void Refused_requests_do_not_push_the_next_one_away()
    {
        var rate = new RequestRate(1, _clock);
        rate.Ask("a");

        for (var i = 0; i < 100; i++)
        {
            rate.Ask("a");
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, rate.Ask("a"));
    }

    [Fact]
    public void One_client_takes_nothing_from_another()
    {
        var rate = new RequestRate(1, _clock);

        Assert.Equal(TimeSpan.Zero, rate.Ask("a"));
        Assert.NotEqual(TimeSpan.Zero, rate.Ask("a"));
        Assert.Equal(TimeSpan.Zero, rate.Ask("b"));
    }

    [Fact]
    public void Parallel_requests_get_no_more_than_the_allowance()
    {
        var rate = new RequestRate(100, _clock);
        var admitted = 0;

        Parallel.For(0, 1000, _ =>
        {
            if (rate.Ask("a") == TimeSpan.Zero)
            {
                Interlocked.Increment(ref admitted);
            }
        });

        Assert.Equal(100, admitted);
    }

    [Fact]
    public void Zero_means_no_limit()
    {
        var rate = new RequestRate(0, _clock);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TimeSpan.Zero, rate.Ask("a")));
    }

    [Fact]
    public void Idle_clients_are_forgotten_before_the_memory_grows()
    {
        var rate = new RequestRate(1, _clock);
        for (var i = 0; i <= RequestRate.MaxClients; i++)
        {
            rate.Ask($"idle {i}");
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        rate.Ask("busy");
        Assert.True(rate.KnownClients <= 1000, $"{rate.KnownClients} clients are remembered");
        Assert.NotEqual(TimeSpan.Zero, rate.Ask("busy"));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7:50123", "203.0.113.7")]
    [InlineData("10.0.0.1, 203.0.113.7:50123", "203.0.113.7")]
    [InlineData("127.0.0.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7, 127.0.0.1:80", "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7, 10.2.3.4, 127.0.0.1", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002")]
    [InlineData("[2001:db8:1:2:ffff::1]:443", "20010db800010002")]
    public void The_last_address_that_is_no_proxy_counts_without_its_port_and_an_IPv6_client_is_its_network(string header, string client) =>
        Assert.Equal(client, ClientOf(header));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:80")]
    [InlineData("::1")]
    [InlineData("")]
    public void A_process_of_this_machine_and_no_address_have_no_limit(string header) => Assert.Null(ClientOf(header));

    [Theory]
    [InlineData("127.0.0.1", "X-Real-IP", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "Forwarded", "for=203.0.113.7;proto=https", "203.0.113.7")]
    [InlineData("127.0.0.1", "Forwarded", "for=198.51.100.1, for=\"[2001:db8:1:2::9]:4711\"", "20010db800010002")]
    [InlineData("203.0.113.7", "X-Real-IP", "198.51.100.1", "203.0.113.7")]
    [InlineData("203.0.113.7, 127.0.0.1", "X-Real-IP", "198.51.100.1", "203.0.113.7")]
    [InlineData("127.0.0.1", "X-Real-IP", "127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "X-Real-IP", "garbage", "127.0.0.1")]
    [InlineData("127.0.0.1", "Forwarded", "for=_hidden", "127.0.0.1")]
    [InlineData("127.0.0.1", "Forwarded", "proto=https", "127.0.0.1")]
    [InlineData("127.0.0.1", "Via", "1.1 proxy", "127.0.0.1")]
    [InlineData("unknown", "X-Real-IP", "198.51.100.1", "behind ")]
    public void Other_headers_of_proxies_are_heard_and_never_lift_the_limit(string chain, string header, string value, string client) =>
        Assert.Equal(client, ClientOf(chain, header, value));

    [Theory]
    [InlineData("unknown", "behind ")]
    [InlineData("unknown, 127.0.0.1", "behind 127.0.0.1")]
    [InlineData("203.0.113.7, <script>, 10.2.3.4", "behind 10.2.3.4")]
    [InlineData("127.0.0.1, 127.0.0.1", "127.0.0.1")]
    [InlineData("10.2.3.4, 127.0.0.1:80", "10.2.3.4")]
    public void Who_claims_to_be_of_this_machine_or_nobody_shares_an_allowance(string header, string client) => Assert.Equal(client, ClientOf(header));

    [Fact]
    public void Two_headers_that_name_two_clients_are_no_clients_word() => Assert.Equal("127.0.0.1", ClientAddress.Of(
        ForwardedChain.Of(["127.0.0.1"]), name => name switch { "X-Real-IP" => ["198.51.100.1"], "Forwarded" => ["for=203.0.113.7"], _ => [] }, TrustedProxies.Loopback));

    [Fact]
    public void Where_any_proxy_is_trusted_the_nearest_address_still_counts() =>
        Assert.Equal("203.0.113.7", ClientAddress.Of(ForwardedChain.Of(["198.51.100.1", "203.0.113.7"]), _ => [], TrustedProxies.Parse("*")));

    private static string? ClientOf(string chain, string header = "", string value = "") => ClientAddress.Of(
        ForwardedChain.Of(ForwardedChain.ListOf([chain])),
        name => name == header ? ForwardedChain.ListOf([value]) : [],
        TrustedProxies.Parse("loopback 10.2.0.0/16"));
}
