namespace TwoFactor;

/// <summary>
/// The combined verdict of the candidates' methods on a code. Every candidate is always checked, so timing does not
/// reveal which factor was right.
/// </summary>
internal sealed class CandidateCheck
{
    private CandidateCheck(Factor? factor) => Factor = factor;

    /// <summary>The best verdict of any candidate.</summary>
    public FactorCheck Best { get; private set; }

    /// <summary>
    /// The factor with that verdict. For a wrong code, the factor it was meant for, if that is clear.
    /// </summary>
    public Factor? Factor { get; private set; }

    /// <summary>An error in a method, or a detail from it, for the audit trail.</summary>
    public string? Detail { get; private set; }

    /// <summary>Whether a method threw. The code then counts as wrong, and no vendor is asked.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>
    /// Whether the text could be a code of a factor that this library checks itself. If it is wrong, it was then a
    /// guess at that factor.
    /// </summary>
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

        // If no method could check it, the code is not wrong: the host forgot to register a method. Get throws an
        // exception that says so.
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

    // A third-party method that throws must not give a free guess, nor prevent the check of the other factors.
    private FactorCheck Ask(IFactorMethod method, FactorAttempt attempt)
    {
        try
        {
            return method.Check(attempt);
        }
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e) when (e is not TwoFactorStoreException)
#pragma warning restore CA1031
        {
            HasFailed = true;
            Detail = $"method {method.Name} threw {e.GetType().Name}";
            return FactorCheck.Wrong;
        }
    }

    /// <summary>The only factor that is not a backup; null if there are none or several.</summary>
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
