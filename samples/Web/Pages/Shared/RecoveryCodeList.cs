namespace WebSample.Pages.Shared;

/// <summary>Recovery codes to show once, and the page to go to afterwards.</summary>
public sealed record RecoveryCodeList(IReadOnlyList<string> Codes, string Next)
{
    /// <summary>The codes as a file that the browser can save without another request.</summary>
    public string Download => $"data:text/plain;charset=utf-8,{Uri.EscapeDataString(string.Join("\n", Codes) + "\n")}";

    public override string ToString() => "recovery codes (withheld)";
}
