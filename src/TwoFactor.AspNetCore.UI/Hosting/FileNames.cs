namespace TwoFactor.AspNetCore.UI;

/// <summary>Names of files made of what hosts call themselves.</summary>
internal static class FileNames
{
    private const int MaxLength = 40;

    /// <summary>The letters and digits of a name with a dash behind; empty if there are none.</summary>
    public static string Of(string? name)
    {
        var parts = new string([.. (name ?? "").Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );
        var joined = string.Join('-', parts);
        return joined.Length is 0 or > MaxLength ? "" : $"{joined}-";
    }
}
