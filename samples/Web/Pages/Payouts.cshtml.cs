namespace WebSample.Pages;

/// <summary>A page that requires a recent second factor: see the convention in <c>PageSetup</c>.</summary>
public sealed class PayoutsModel : AppPage;
