namespace TwoFactor.AspNetCore;

/// <summary>The wire names of enum values.</summary>
internal static class Names
{
    public static string Of(FactorStatus status) =>
        status switch
        {
            FactorStatus.Active => "active",
            FactorStatus.Pending => "pending",
            _ => "disabled",
        };

    public static string? Of(FactorDelivery? delivery) =>
        delivery?.Status switch
        {
            null => null,
            FactorDeliveryStatus.Accepted => "accepted",
            FactorDeliveryStatus.Rejected => "rejected",
            _ => "ambiguous",
        };

    public static string Of(Requirement requirement) =>
        requirement switch
        {
            Requirement.Optional => "none",
            Requirement.Everyone => "all",
            Requirement.Roles => "roles",
            Requirement.Groups => "groups",
            _ => "off",
        };

    public static Requirement? ToRequirement(string? text) =>
        text switch
        {
            "none" => Requirement.Optional,
            "all" => Requirement.Everyone,
            "roles" => Requirement.Roles,
            "groups" => Requirement.Groups,
            "off" => Requirement.Off,
            _ => null,
        };

    public static string Of(ClientSurface client) =>
        client switch
        {
            ClientSurface.Web => "web",
            ClientSurface.Desktop => "desktop",
            ClientSurface.Mobile => "mobile",
            _ => "unknown",
        };

    public static ClientSurface? ToClient(string text) =>
        text switch
        {
            "web" => ClientSurface.Web,
            "desktop" => ClientSurface.Desktop,
            "mobile" => ClientSurface.Mobile,
            _ => null,
        };
}
