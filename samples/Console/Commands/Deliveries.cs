using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

/// <summary>Tells a person what happened to a message.</summary>
internal static class Deliveries
{
    /// <summary>The answer if the message certainly was not sent; null if it was, or may have been.</summary>
    public static Answer? Failure(FactorDelivery? delivery, JsonObject json)
    {
        if (delivery is not { Status: FactorDeliveryStatus.Rejected })
            return null;

        var isRecipients = delivery.Reason is "recipient" or "opted_out" or "policy";
        return isRecipients
            ? Answer.Failed(
                "not_sent",
                "That address takes no codes. Use another one, or another method.",
                ExitCodes.Refused,
                more: json
            )
            : Answer.Failed(
                "gateway",
                $"No gateway took the message ({delivery.Reason}). Check the gateway's settings, and try again.",
                ExitCodes.Infrastructure,
                more: json
            );
    }

    public static void Tell(IAnsiConsole console, Session session, string destination, FactorDelivery? delivery)
    {
        var where = delivery?.Attempts.Any(a => a.Gateway == "outbox") is true
            ? $" [dim](written to {Printable.Markup(session.Sms.Outbox)})[/]"
            : "";
        console.MarkupLine(
            delivery?.Status == FactorDeliveryStatus.Ambiguous
                ? $"A code may be on its way to {Printable.Markup(destination)}; the gateway did not say.{where}"
                : $"A code is on its way to {Printable.Markup(destination)}.{where}"
        );
    }
}
