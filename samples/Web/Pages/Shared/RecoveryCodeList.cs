namespace WebSample.Pages.Shared;

/// <summary>Recovery codes to be shown once, and where to go on to.</summary>
public sealed record RecoveryCodeList(IReadOnlyList<string> Codes, string Next)
{
    /// <summary>A file of them, for a browser to save without asking the server again.</summary>
    public string Download => $"data:text/plain;charset=utf-8,{Uri.EscapeDataString(string.Join("\n", Codes) + "\n")}";

    public override string ToString() => "recovery codes (withheld)";
}
