namespace TwoFactor.AspNetCore.UI;

/// <summary>The name of somebody who is not signed in yet: enough to see a mistake, too little to learn it.</summary>
internal static class MaskedName
{
    private const string Hidden = "•••";

    /// <summary>The first character; of an e-mail address also the domain.</summary>
    public static string Of(string name)
    {
        if (name.Length == 0)
            return Hidden;

        var first = char.IsHighSurrogate(name[0]) && name.Length > 1 ? name[..2] : name[..1];
        var at = name.LastIndexOf('@');
        return at > 0 ? first + Hidden + name[at..] : first + Hidden;
    }
}
