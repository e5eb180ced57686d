using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class EnrollmentCommands
{
    public static void AddTo(Action<Command, CommandAction> add)
    {
        AddEnroll(add);
        AddConfirm(add);
    }

    private static void AddEnroll(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var method = new Option<string>("--method")
        {
            Description = "The method: totp, sms or email.",
            DefaultValueFactory = _ => FactorMethodNames.Totp,
        };
        var region = new Option<string?>("--region") { Description = "The country of the phone number, e.g. JP." };
        var phone = new Option<string?>("--phone") { Description = "The phone number, national or international." };
        var address = new Option<string?>("--address") { Description = "The e-mail address." };
        var name = new Option<string?>("--name") { Description = "What to call the factor." };
        var qr = new Option<string?>("--qr")
        {
            Description = "Write the QR code to FILE.svg or FILE.png; it holds the secret.",
        };
        var proof = Arguments.Proof();
        var command = new Command("enroll", "Make a pending factor; confirm it with its first code.")
        {
            user,
            method,
            region,
            phone,
            address,
            name,
            qr,
            proof,
        };
        add(
            command,
            async (session, parse, isJson, cancellationToken) =>
            {
                var isSent = IsSent(
                    parse.GetRequiredValue(method),
                    parse.GetValue(phone),
                    parse.GetValue(address),
                    parse.GetValue(qr)
                );
                using var file = QrFile.Open(parse.GetValue(qr));
                var result = await session.Enrollment.EnrollAsync(
                    new EnrollmentRequest
                    {
                        UserId = parse.GetRequiredValue(user),
                        Method = parse.GetRequiredValue(method),
                        Input = Input(parse.GetValue(region), parse.GetValue(phone), parse.GetValue(address)),
                        Name = parse.GetValue(name),
                        Proof = session.Proof(parse.GetValue(proof)),
                    },
                    cancellationToken
                );
                if (!result.Succeeded)
                    return Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter, result.Message);

                if (isSent)
                    return Describe(session, result, parse.GetRequiredValue(user));

                file?.Write(session.Qr, result.Uri!);
                return Describe(session, result, parse.GetRequiredValue(user), isJson || file is not null);
            }
        );
    }

    private static void AddConfirm(Action<Command, CommandAction> add)
    {
        var user = Arguments.User();
        var factorId = Arguments.FactorId();
        var code = Arguments.Code();
        var command = new Command("confirm", "Confirm a pending factor with its first code.") { user, factorId, code };
        add(
            command,
            async (session, parse, _, cancellationToken) =>
            {
                var result = await session.Enrollment.ConfirmAsync(
                    parse.GetRequiredValue(user),
                    parse.GetRequiredValue(factorId),
                    parse.GetRequiredValue(code),
                    cancellationToken
                );
                if (!result.Succeeded)
                    return Answer.Refused(result.Outcome, result.AttemptsLeft, result.RetryAfter);

                var json = new JsonObject
                {
                    ["factorId"] = result.Factor!.FactorId,
                    ["status"] = JsonValues.Name(result.Factor.Status),
                };
                json.Put(
                    "recoveryCodes",
                    result.RecoveryCodes is null ? null : JsonValues.Strings(result.RecoveryCodes)
                );
                return new Answer
                {
                    Json = json,
                    Human = console =>
                    {
                        console.MarkupLine($"[green]The factor {Printable.Markup(result.Factor.Name)} is active.[/]");
                        if (result.RecoveryCodes is not null)
                            Pages.RecoveryCodes(console, result.RecoveryCodes);
                    },
                };
            }
        );
    }

    private static bool IsSent(string method, string? phone, string? address, string? qr)
    {
        if (method is not (FactorMethodNames.Totp or SmsFactor.Method or EmailFactor.Method))
            throw new UsageException($"--method '{method}' is not one of: totp, sms, email.");

        if (method == SmsFactor.Method && string.IsNullOrWhiteSpace(phone))
            throw new UsageException("--method sms needs --phone, e.g. --region JP --phone 090-1234-5678.");

        if (method == EmailFactor.Method && string.IsNullOrWhiteSpace(address))
            throw new UsageException("--method email needs --address, e.g. --address alice@example.com.");

        if (method != FactorMethodNames.Totp && qr is not null)
            throw new UsageException($"--qr is for authenticator apps; --method {method} has no QR code.");

        if (method != SmsFactor.Method && phone is not null)
            throw new UsageException("--phone is for --method sms.");

        if (method != EmailFactor.Method && address is not null)
            throw new UsageException("--address is for --method email.");

        return method != FactorMethodNames.Totp;
    }

    private static Dictionary<string, string> Input(string? region, string? phone, string? address)
    {
        var input = new Dictionary<string, string>(StringComparer.Ordinal);
        if (region is not null)
            input[SmsInput.Region] = region;

        if (phone is not null)
            input[SmsInput.PhoneNumber] = phone;

        if (address is not null)
            input[EmailInput.Address] = address;

        return input;
    }

    private static Answer Describe(Session session, EnrollmentResult result, string user)
    {
        var json = new JsonObject
        {
            ["factorId"] = result.FactorId,
            ["method"] = result.Method,
            ["status"] = "pending",
            ["destination"] = result.Destination,
        };
        json.Put("expiresAt", result.ExpiresAt);
        json.Put("resendAt", result.ResendAt);
        return Deliveries.Failure(result.Delivery, json)
            ?? new Answer
            {
                Json = json,
                Human = console =>
                {
                    Deliveries.Tell(console, session, result.Destination!, result.Delivery);
                    console.MarkupLine($"[dim]{Printable.Markup(result.Notice ?? "")}[/]");
                    console.MarkupLine($"Then: [bold]confirm {Printable.Markup(user)} {result.FactorId} CODE[/]");
                },
            };
    }

    private static Answer Describe(Session session, EnrollmentResult result, string user, bool withoutPicture)
    {
        var json = new JsonObject
        {
            ["factorId"] = result.FactorId,
            ["method"] = result.Method,
            ["status"] = "pending",
            ["secret"] = result.Secret,
            ["uri"] = result.Uri,
        };
        json.Put("expiresAt", result.ExpiresAt);
        return new Answer
        {
            Json = json,
            Human = console =>
            {
                Pages.Enrollment(console, withoutPicture ? null : session.Qr, result);
                console.MarkupLine($"Then: [bold]confirm {Printable.Markup(user)} {result.FactorId} CODE[/]");
            },
        };
    }
}
