using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>The page size that a request asks for.</summary>
internal static class PageSize
{
    private const int Default = 50;
    private const int Max = 500;

    public static IResult Problem { get; } =
        Problems.Of(
            TwoFactorOutcome.InvalidInput,
            message: string.Create(CultureInfo.InvariantCulture, $"take is 1 to {Max}.")
        );

    public static int? Of(string? take)
    {
        if (take is null)
            return Default;

        return
            int.TryParse(take, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= Max
            ? count
            : null;
    }
}
