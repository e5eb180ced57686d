namespace TwoFactor.AspNetCore;

internal sealed record EnrollBody(
    string? Method = null,
    string? Name = null,
    string? Region = null,
    string? PhoneNumber = null,
    string? ReplacesFactorId = null,
    Dictionary<string, string>? Input = null
)
{
    /// <summary>What the user typed, by the method's own names.</summary>
    public Dictionary<string, string> ToInput()
    {
        var input = new Dictionary<string, string>(Input ?? [], StringComparer.Ordinal);
        if (Region is not null)
            input[SmsInput.Region] = Region;

        if (PhoneNumber is not null)
            input[SmsInput.PhoneNumber] = PhoneNumber;

        return input;
    }

    public override string ToString() => "an enrolment (input withheld)";
}
