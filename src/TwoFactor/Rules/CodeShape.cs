namespace TwoFactor;

/// <summary>Whether a typed text can be a code at all.</summary>
internal static class CodeShape
{
    /// <summary>
    /// Whether a text could be a code of one of the candidates, judged by its form. True in doubt: if a method is not
    /// registered, or throws.
    /// </summary>
    public static bool FitsAny(AccountChange change, string code, ReadOnlySpan<Factor> candidates)
    {
        if (code.Length > FactorAttempt.MaxCodeLength)
            return false;

        foreach (var factor in candidates)
        {
            if (change.Context.Methods.Find(factor.Method) is not { } method || Fits(method, code, factor))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text could be a code of one factor.</summary>
    public static bool Fits(IFactorMethod method, string code, Factor factor)
    {
        try
        {
            return method.CanBeCode(code, factor.State);
        }
#pragma warning disable CA1031 // A third-party method may throw anything; the attempt then counts.
        catch (Exception e) when (e is not TwoFactorStoreException)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
