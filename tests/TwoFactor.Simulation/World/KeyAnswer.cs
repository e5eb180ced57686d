namespace TwoFactor.Simulation;

/// <summary>What the answer of a key is, for the checker.</summary>
/// <param name="Number">The key.</param>
/// <param name="MadeFor">The challenge, or at an enrolment the factor.</param>
/// <param name="Counter">The key's counter in it.</param>
/// <param name="Flaw">What is wrong with it.</param>
/// <param name="IsFirst">Whether it is that of an enrolment, which is of another form.</param>
internal sealed record KeyAnswer(int Number, string MadeFor, uint Counter, KeyFlaw Flaw, bool IsFirst = false)
{
    public override string ToString() =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"key:{Number}:{MadeFor}:{Counter}{(Flaw == KeyFlaw.None ? "" : $":{Flaw}")}"
        );
}
