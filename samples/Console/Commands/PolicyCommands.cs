using System.CommandLine;
using System.Text.Json.Nodes;
using ConsoleSample.Cli;
using Spectre.Console;
using TwoFactor;

namespace ConsoleSample.Commands;

internal static class PolicyCommands
{
    private static readonly TimeSpan s_exemptionLifetime = TimeSpan.FromDays(365);

    public static void AddTo(RootCommand root, Action<Command, Command, CommandAction> add)
    {
        var policy = new Command("policy", "Show or set who must use a second factor.");

        AddShow((command, action) => add(policy, command, action));
        AddSet((command, action) => add(policy, command, action));
        root.Subcommands.Add(policy);
    }

    public static ClientSurface Client(string? text) =>
        text?.ToLowerInvariant() switch
        {
            null => ClientSurface.Unknown,
            "web" => ClientSurface.Web,
            "desktop" => ClientSurface.Desktop,
            "mobile" => ClientSurface.Mobile,
            _ => throw new UsageException($"'{text}' is not a client. Write web, desktop or mobile."),
        };

    private static void AddShow(Action<Command, CommandAction> add) =>
        add(
            new Command("show", "Show the policy in force."),
            async (session, _, _, cancellationToken) => Describe(await session.Policy.GetAsync(cancellationToken))
        );

    private static void AddSet(Action<Command, CommandAction> add)
    {
        var require = new Option<string>("--require")
        {
            Description = "none (who enrolled is asked), all, roles, groups, or off (nobody is asked).",
            Required = true,
        };
        var roles = Arguments.Many("--roles", "The roles, for --require roles.");
        var groups = Arguments.Many("--groups", "The groups, for --require groups.");
        var resistant = Arguments.Many(
            "--phishing-resistant-roles",
            "The roles that must use a method that resists phishing, such as a passkey."
        );
        var exempt = Arguments.Many(
            "--exempt-identity-provider",
            "A provider whose sign-ins are not asked; may be repeated."
        );
        var exemptFor = new Option<string?>("--exempt-for")
        {
            Description = "How long the exemptions last; default 365d.",
        };
        var clients = Arguments.Many("--clients", "Where it is asked: web, desktop, mobile; default everywhere.");
        var grace = new Option<string?>("--grace")
        {
            Description = "How long users may still sign in without, e.g. 7d; default none.",
        };
        var graceEnds = new Option<DateTimeOffset?>("--grace-ends")
        {
            Description = "When grace ends for everyone, also who never signed in, e.g. 2027-06-30T00:00:00Z.",
        };
        var actor = Arguments.Actor();
        var reason = new Option<string?>("--reason") { Description = "Why, for the audit trail." };
        var command = new Command("set", "Put a new policy in force.")
        {
            require,
            roles,
            groups,
            resistant,
            exempt,
            exemptFor,
            clients,
            grace,
            graceEnds,
            actor,
            reason,
        };
        add(
            command,
            async (session, parse, _, cancellationToken) =>
            {
                var who = parse.GetRequiredValue(actor);
                var until =
                    session.Clock.GetUtcNow()
                    + (
                        parse.GetValue(exemptFor) is { } length
                            ? Durations.Parse(length, "--exempt-for")
                            : s_exemptionLifetime
                    );
                var result = await session.Policy.SetAsync(
                    new PolicyChange
                    {
                        Requirement = Requirement(parse.GetRequiredValue(require)),
                        Roles = Arguments.Split(parse.GetValue(roles)),
                        Groups = Arguments.Split(parse.GetValue(groups)),
                        PhishingResistantRoles = Arguments.Split(parse.GetValue(resistant)),
                        Exemptions =
                        [
                            .. Arguments
                                .Split(parse.GetValue(exempt))
                                .Select(p => new IdentityProviderExemption
                                {
                                    Provider = p,
                                    Actor = who,
                                    Reason = parse.GetValue(reason) ?? "the provider asks for its own second factor",
                                    ExpiresAt = until,
                                }),
                        ],
                        Clients = [.. Arguments.Split(parse.GetValue(clients)).Select(Client)],
                        Grace = parse.GetValue(grace) is { } text ? Durations.Parse(text, "--grace") : TimeSpan.Zero,
                        GraceEndsAt = parse.GetValue(graceEnds),
                        Actor = who,
                        Reason = parse.GetValue(reason),
                    },
                    cancellationToken
                );
                return result.Outcome switch
                {
                    TwoFactorOutcome.Accepted => Describe(result.Policy),
                    TwoFactorOutcome.InvalidInput => throw new UsageException(result.Message!),
                    _ => Answer.Refused(result.Outcome, message: result.Message),
                };
            }
        );
    }

    private static Requirement Requirement(string text) =>
        text.ToLowerInvariant() switch
        {
            "none" or "optional" => TwoFactor.Administration.Requirement.Optional,
            "all" or "everyone" => TwoFactor.Administration.Requirement.Everyone,
            "roles" => TwoFactor.Administration.Requirement.Roles,
            "groups" => TwoFactor.Administration.Requirement.Groups,
            "off" => TwoFactor.Administration.Requirement.Off,
            _ => throw new UsageException($"--require '{text}' is not one of: none, all, roles, groups, off."),
        };

    private static string Name(Requirement requirement) =>
        requirement switch
        {
            TwoFactor.Administration.Requirement.Optional => "none",
            TwoFactor.Administration.Requirement.Everyone => "all",
            _ => JsonValues.Name(requirement),
        };

    private static Answer Describe(RequirementPolicy policy)
    {
        var json = new JsonObject
        {
            ["version"] = policy.Version,
            ["require"] = Name(policy.Requirement),
            ["roles"] = JsonValues.Strings(policy.Roles),
            ["groups"] = JsonValues.Strings(policy.Groups),
            ["exemptIdentityProviders"] = new JsonArray([
                .. policy.Exemptions.Select(e =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["provider"] = e.Provider,
                            ["actor"] = e.Actor,
                            ["reason"] = e.Reason,
                            ["expiresAt"] = JsonValues.Time(e.ExpiresAt),
                        }
                ),
            ]),
            ["clients"] = JsonValues.Strings(policy.Clients.Select(JsonValues.Name)),
            ["grace"] = Durations.Format(policy.Grace),
        };
        json.Put("graceEndsAt", policy.GraceEndsAt);
        if (policy.PhishingResistantRoles.Count > 0)
            json["phishingResistantRoles"] = JsonValues.Strings(policy.PhishingResistantRoles);

        json.Put("updatedAt", policy.UpdatedAt);
        json.Put("updatedBy", policy.UpdatedBy);
        return new Answer
        {
            Json = json,
            Human = console =>
            {
                var table = new Table()
                    .Border(TableBorder.Rounded)
                    .AddColumns("Version", "Required", "Of", "Exempt", "Clients", "Grace", "Set by");
                table.AddRow(
                    $"{policy.Version}",
                    Name(policy.Requirement),
                    Printable.Markup(string.Join(", ", policy.Roles.Concat(policy.Groups))),
                    Printable.Markup(string.Join(", ", policy.Exemptions.Select(e => e.Provider))),
                    policy.Clients.Count == 0 ? "all" : string.Join(", ", policy.Clients),
                    Durations.Format(policy.Grace),
                    Printable.Markup(policy.UpdatedBy ?? "–")
                );
                console.Write(table);
                if (policy.PhishingResistantRoles.Count > 0)
                    console.MarkupLine(
                        $"Must resist phishing: {Printable.Markup(string.Join(", ", policy.PhishingResistantRoles))}"
                    );
            },
        };
    }
}
