namespace TwoFactor.Tests;

/// <summary>
/// Follows docs/guides/audit-field.md once, with a field that only this test knows: the country of a request. Old
/// trails still verify, and the hash covers the new field.
/// </summary>
[Trait("Req", "R93")]
public sealed class NewAuditFieldTests
{
    private const int InFormat1 = 2;
    private const int BeforeTheField = 4;
    private const int All = 6;

    // In the product this is a property of the event and a column of the stores.
    private readonly Dictionary<long, string> _countries = new() { [5] = "JP" };
    private readonly AuditField[] _fields;
    private readonly List<AuditEvent> _trail = [];

    public NewAuditFieldTests()
    {
        _fields = [.. AuditFields.All, new(13, e => _countries.GetValueOrDefault(e.Sequence))];
        for (var sequence = 1; sequence <= All; sequence++)
            Append(sequence);
    }

    [Fact]
    public void A_trail_that_began_before_the_field_verifies_to_its_end() => Assert.Null(FirstThatDoesNotHold());

    [Theory]
    [InlineData(1, "JP")]
    [InlineData(2, "")]
    [InlineData(3, "JP")]
    [InlineData(4, "")]
    [InlineData(5, "DE")]
    [InlineData(5, null)]
    [InlineData(6, "JP")]
    public void A_value_that_was_added_changed_or_removed_is_found(long sequence, string? value)
    {
        if (value is null)
            _countries.Remove(sequence);
        else
            _countries[sequence] = value;

        Assert.Equal(sequence, FirstThatDoesNotHold());
    }

    private static ReadOnlySpan<byte> HashOf(List<AuditEvent> trail, long sequence) =>
        sequence == 0 ? [] : trail[(int)sequence - 1].Hash.Span;

    private void Append(int sequence)
    {
        var auditEvent = new AuditEvent
        {
            Sequence = sequence,
            At = ManualClock.Start,
            UserId = "alice",
            Type = AuditEventTypes.SignIn,
            Hash = default,
        };
        var previous = HashOf(_trail, sequence - 1);
        var hash = sequence switch
        {
            <= InFormat1 => AuditFormat1.Hash(previous, auditEvent),
            <= BeforeTheField => AuditChain.Hash(previous, auditEvent),
            _ => AuditFormat2.Hash(previous, auditEvent, _fields),
        };
        _trail.Add(auditEvent with { Hash = hash });
    }

    private long? FirstThatDoesNotHold() =>
        _trail.Find(e => !AuditChain.Holds(HashOf(_trail, e.Sequence - 1), e, _fields))?.Sequence;
}
