namespace TwoFactor;

/// <summary>
/// What the candidates' methods say of a code, taken together. Every candidate is checked, whatever the others said: the
/// work does not tell which factor was right.
/// </summary>
internal sealed class CandidateCheck
{
    private CandidateCheck(Factor? factor) => Factor = factor;

    /// <summary>The best that any candidate said.</summary>
    public FactorCheck Best { get; private set; }

    /// <summary>The factor that said so; for a wrong code the one that it was meant for, where there is no doubt.</summary>
    public Factor? Factor { get; private set; }

    /// <summary>What went wrong in a method, or what a method has to add; for the trail.</summary>
    public string? Detail { get; private set; }

    /// <summary>A method threw: the code is wrong, and no vendor is asked.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The text can be a code of a factor that is checked here, and not by a vendor alone: if it is wrong, it was a guess.</summary>
    public bool IsLocal { get; private set; }

    public static CandidateCheck Of(AccountChange change, PresentedCode code, ReadOnlySpan<Factor> candidates)
    {
        var check = new CandidateCheck(Only(candidates));
        var isChecked = false;
        foreach (var factor in candidates)
        {
            if (change.Context.Methods.Find(factor.Method) is not { } method)
                continue;

            isChecked = true;
            check.IsLocal |= method is not IRemoteFactorMethod && CodeShape.Fits(method, code.Text, factor);
            check.Add(factor, check.Ask(method, code.For(factor, change)));
        }

        // A code that nothing could check is not wrong: the host left a method out, and is told so.
        if (!isChecked)
            change.Context.Methods.Get(candidates[0].Method);

        return check;
    }

    private void Add(Factor factor, FactorCheck said)
    {
        if (said.Result > Best.Result)
            (Best, Factor, Detail) = (said, factor, said.Detail);
        else if (said.Detail is not null && Best.Result == FactorCheckResult.Wrong)
            (Factor, Detail) = (factor, said.Detail);
    }

    // A stranger's method that throws at what a user typed must give no free guess, nor keep the other factors from
    // being looked at.
    private FactorCheck Ask(IFactorMethod method, FactorAttempt attempt)
    {
        try
        {
            return method.Check(attempt);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e) when (e is not TwoFactorStoreException)
#pragma warning restore CA1031
        {
            HasFailed = true;
            Detail = $"method {method.Name} threw {e.GetType().Name}";
            return FactorCheck.Wrong;
        }
    }

    /// <summary>The only factor that backs up no other, or null.</summary>
    public static Factor? Only(ReadOnlySpan<Factor> candidates)
    {
        Factor? only = null;
        foreach (var factor in candidates)
        {
            if (factor.IsBackup)
                continue;

            if (only is not null)
                return null;

            only = factor;
        }

        return only;
    }
}
