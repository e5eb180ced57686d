using System.Security.Cryptography;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>What is hashed of an event, byte by byte.</summary>
[Trait("Req", "R93")]
public sealed class AuditFormatTests
{
    private static readonly byte[] s_previous = SHA256.HashData("the event before"u8);

    private static AuditEvent Event { get; } =
        new()
        {
            Sequence = 258,
            At = new DateTimeOffset(2027, 1, 31, 9, 30, 0, TimeSpan.Zero),
            UserId = "花子",
            Type = "reset",
            Actor = "admin",
            Reason = "",
            Hash = default,
        };

    [Fact]
    public void Format_1_is_what_it_was()
    {
        var ticks = Event.At.UtcTicks.ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
        var text = Convert.FromHexString(
            Convert.ToHexString(s_previous)
                + "0000000000000102"
                + ticks
                + "00000006"
                + "E88AB1E5AD90"
                + "00000005"
                + "7265736574"
                + "FFFFFFFF" // factor
                + "FFFFFFFF" // method
                + "FFFFFFFF" // outcome
                + "FFFFFFFF" // detail
                + "00000005"
                + "61646D696E"
                + "00000000" // reason
                + "FFFFFFFF" // correlation
        );
        Assert.Equal(SHA256.HashData(text), AuditFormat1.Hash(s_previous, Event));
    }

    [Fact]
    public void Format_2_is_a_header_and_the_fields_that_are_set_each_with_tag_and_length()
    {
        var ticks = Event.At.UtcTicks.ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
        var text = Convert.FromHexString(
            "FFFFFFFF"
                + Convert.ToHexString(Encoding.ASCII.GetBytes("TwoFactor audit, format:"))
                + "00000002"
                + "0100000020"
                + Convert.ToHexString(s_previous)
                + "02000000080000000000000102"
                + "0300000008"
                + ticks
                + "0400000006E88AB1E5AD90"
                + "05000000057265736574"
                + "0A0000000561646D696E"
                + "0B00000000"
        );
        Assert.Equal(SHA256.HashData(text), AuditChain.Hash(s_previous, Event));
    }

    [Fact]
    public void Tags_ascend_and_only_fields_after_format_1_are_above_its_last()
    {
        var tags = AuditFields.All.ToArray().Select(f => (int)f.Tag).ToList();
        Assert.Equal(tags.Distinct().Order(), tags);
        Assert.Equal(Enumerable.Range(4, 9), tags.Where(t => t <= AuditFields.LastOfFormat1));
    }

    [Fact]
    public void Every_text_of_an_event_is_covered()
    {
        var properties = typeof(AuditEvent).GetProperties().Where(p => p.PropertyType == typeof(string)).ToList();
        Assert.Equal(properties.Count, AuditFields.All.Length);
        foreach (var property in properties)
        {
            var changed = Event with { };
            property.SetValue(changed, "something else");
            Assert.NotEqual(AuditChain.Hash(s_previous, Event), AuditChain.Hash(s_previous, changed));
        }
    }

    [Fact]
    public void An_event_of_either_format_holds_behind_one_of_either()
    {
        byte[] last = [];
        foreach (var isNew in new[] { false, true, false, true, true })
        {
            var hash = isNew ? AuditChain.Hash(last, Event) : AuditFormat1.Hash(last, Event);
            Assert.True(AuditChain.Holds(last, Event with { Hash = hash }));
            Assert.False(AuditChain.Holds(last, Event with { Hash = hash, Sequence = 259 }));
            Assert.False(AuditChain.Holds(s_previous, Event with { Hash = hash }));
            last = hash;
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Nothing_holds_behind_what_is_no_hash(int length)
    {
        var previous = new byte[length];
        Assert.False(AuditChain.Holds(previous, Event with { Hash = AuditChain.Hash(previous, Event) }));
        Assert.False(AuditChain.Holds(previous, Event with { Hash = AuditFormat1.Hash(previous, Event) }));
    }

    [Fact]
    public void Nothing_of_format_1_is_read_as_format_2()
    {
        var header = AuditFormat2.Header.ToArray();
        Assert.Equal(AuditChain.HashBytes, header.Length);
        Assert.True(header[0] >= 0x80, "The first event of format 1 begins with a positive number.");
        Assert.False(AuditChain.Holds(header, Event with { Hash = AuditFormat1.Hash(header, Event) }));
    }
}
