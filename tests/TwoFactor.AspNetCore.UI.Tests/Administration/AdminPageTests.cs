using System.Net;

namespace TwoFactor.Tests;

/// <summary>The pages of administrators: two duties, a live second factor, tables for spreadsheets.</summary>
[Trait("Req", "R101")]
public sealed class AdminPageTests : IAsyncLifetime
{
    private PagesHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/security/admin")]
    [InlineData("/security/admin/users")]
    [InlineData("/security/admin/user?id=alice")]
    [InlineData("/security/admin/reset?id=alice")]
    [InlineData("/security/admin/adoption")]
    [InlineData("/security/admin/audit")]
    [InlineData("/security/admin/audit?handler=Csv")]
    [InlineData("/security/admin/purge")]
    public async Task A_live_second_factor_is_asked_of_every_administrator(string path)
    {
        var admin = await AdministratorAsync();
        Assert.Equal(HttpStatusCode.OK, (await admin.GoAsync(path)).Status);
        Assert.Equal(path, admin.Path);
        _host.Clock.Advance(TimeSpan.FromMinutes(16));
        await admin.GoAsync(path);
        Assert.Equal("Please confirm that it is you", admin.Title);
        await admin.TypeCodeAsync();
        Assert.Equal(path, admin.Path);
    }

    [Fact]
    public async Task The_help_desk_resets_and_neither_changes_the_policy_nor_reads_the_trail()
    {
        var help = await AdministratorAsync("help");
        await help.GoAsync("/security/admin/users");
        Assert.Equal("Users", help.Title);
        Assert.DoesNotContain("/security/admin/audit", help.Html, StringComparison.Ordinal);
        foreach (var path in new[] { "", "/audit", "/adoption", "/purge", "/audit?handler=Csv" })
            Assert.Equal("denied", (await help.GoAsync($"/security/admin{path}")).Html);

        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        await help.GoAsync("/security/admin/users?find=alice");
        await help.FollowAsync("/security/admin/reset");
        Assert.Contains(
            "All methods, recovery codes and trusted devices are lost",
            help.Text,
            StringComparison.Ordinal
        );
        await help.SubmitAsync("", ("reason", "lost the phone"));
        Assert.Contains("The second factor was reset.", help.Text, StringComparison.Ordinal);
        Assert.Contains("Reason: lost the phone", help.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_else_sees_nothing()
    {
        var bob = _host.Visit();
        await bob.SignInAsync("bob");
        await bob.TurnOnAsync();
        Assert.Equal("denied", (await bob.GoAsync("/security/admin/users")).Html);
        Assert.Equal("denied", (await bob.GoAsync("/security/admin")).Html);
    }

    [Fact]
    public async Task Where_the_host_names_no_policy_there_are_no_such_pages()
    {
        await using var host = await PagesHost.StartAsync(o => o.AdministratorPolicy = o.HelpDeskPolicy = null);
        var admin = host.Visit();
        await admin.SignInAsync("admin");
        foreach (var path in new[] { "/security/admin", "/security/admin/users", "/security/admin/audit" })
            Assert.Equal(HttpStatusCode.NotFound, (await admin.GoAsync(path)).Status);
    }

    [Fact]
    public async Task A_policy_that_is_not_there_stops_the_start()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            PagesHost.StartAsync(o => o.HelpDeskPolicy = "hlep")
        );
        Assert.Contains("'hlep'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_code_is_shown_once()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        var help = await AdministratorAsync("help");
        await help.GoAsync("/security/admin/user?id=alice");
        await help.SubmitAsync("TemporaryCode", ("reason", "left it at home"));
        Assert.Contains("id=\"temporary-code\"", help.Html, StringComparison.Ordinal);
        await help.GoAsync("/security/admin/user?id=alice");
        Assert.DoesNotContain("id=\"temporary-code\"", help.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_says_who_changed_it_by_name_and_takes_roles_that_no_user_has_yet()
    {
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin");
        Assert.Contains("Nobody has changed it yet.", admin.Text, StringComparison.Ordinal);
        await admin.SubmitAsync(
            "",
            ("requirement", "Roles"),
            ("roles", "staff"),
            ("moreRoles", "audit, board"),
            ("clients", "Web"),
            ("grace", "7")
        );
        Assert.Contains("The policy is in force.", admin.Text, StringComparison.Ordinal);
        Assert.Contains("Last changed by admin on", admin.Text, StringComparison.Ordinal);
        var policy = await _host.Get<IPolicyService>().GetAsync();
        Assert.Equal(["staff", "audit", "board"], policy.Roles);
        Assert.Equal(TimeSpan.FromDays(7), policy.Grace);
    }

    [Fact]
    [Trait("Req", "R60")]
    public async Task The_policy_takes_the_roles_that_must_resist_phishing_and_shows_them()
    {
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin");
        await admin.SubmitAsync(
            "",
            ("requirement", "Optional"),
            ("resistant", "staff"),
            ("moreResistant", "board"),
            ("clients", "Web"),
            ("grace", "7")
        );
        Assert.Contains("The policy is in force.", admin.Text, StringComparison.Ordinal);
        Assert.Equal(["staff", "board"], (await _host.Get<IPolicyService>().GetAsync()).PhishingResistantRoles);
        Assert.Matches("name=\"resistant\" value=\"board\"\\s+checked", admin.Html);
    }

    [Fact]
    public async Task Administrators_read_what_is_to_be_known_of_a_restricted_method_that_is_in_use()
    {
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin/adoption");
        Assert.DoesNotContain("Codes by e-mail are less secure", admin.Text, StringComparison.Ordinal);

        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.GoAsync("/security/set-up/email");
        await alice.SubmitAsync("Begin", ("input.address", "alice@example.com"));
        await alice.TypeCodeAsync(_host.ReadCode());
        await admin.GoAsync("/security/admin/adoption");
        Assert.Contains("Codes by e-mail are less secure", admin.Text, StringComparison.Ordinal);
        Assert.Contains(
            "do not count e-mail as a second device (NIST SP 800-63B-4)",
            admin.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("Codes by SMS are less secure", admin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_page_says_what_is_asked_for_in_vain()
    {
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin");
        await admin.SubmitAsync(
            "",
            ("requirement", "Roles"),
            ("roles", "staff"),
            ("moreRoles", "amdin"),
            ("moreResistant", "staff"),
            ("clients", "Web"),
            ("grace", "0")
        );
        Assert.Contains("The policy is in force.", admin.Text, StringComparison.Ordinal);
        Assert.Contains(
            "No user has the role or group amdin. Check how it is spelt.",
            admin.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("No user has the role or group staff", admin.Text, StringComparison.Ordinal);
        Assert.Contains("No method that resists phishing is registered", admin.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requirement=Roles&clients=Web", "Choose a role, or type its name.")]
    [InlineData("requirement=Groups&clients=Web", "Choose a group, or type its name.")]
    [InlineData("requirement=Everyone", "Choose at least one kind of app.")]
    [InlineData("requirement=Roles&roles=staff", "Choose at least one kind of app.")]
    public async Task What_is_missing_in_a_policy_is_said_and_what_was_typed_stays(string typed, string problem)
    {
        var admin = await AdministratorAsync();
        var before = await _host.Get<IPolicyService>().GetAsync();
        await admin.GoAsync("/security/admin");
        var fields = typed.Split('&').Select(f => (f.Split('=')[0], f.Split('=')[1]));
        await admin.SubmitAsync("", [.. fields, ("grace", "9"), ("reason", "because")]);
        Assert.Contains(problem, admin.Text, StringComparison.Ordinal);
        Assert.Matches("id=\"grace\"[^>]*value=\"9\"", admin.Html);
        Assert.Matches("id=\"reason\"[^>]*value=\"because\"", admin.Html);
        Assert.Matches($"value=\"{typed.Split('=', '&')[1]}\"\\s+checked", admin.Html);
        Assert.Equal(before.Version, (await _host.Get<IPolicyService>().GetAsync()).Version);
    }

    [Fact]
    [Trait("Req", "R63")]
    public async Task Who_saves_the_policy_does_not_take_back_the_end_of_the_grace()
    {
        var policies = _host.Get<IPolicyService>();
        var end = _host.Clock.GetUtcNow().AddDays(3);
        await policies.SetAsync(
            new()
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(30),
                GraceEndsAt = end,
                Actor = "root",
            }
        );
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin");
        await admin.SubmitAsync("", ("requirement", "Everyone"), ("clients", "Web"), ("grace", "30"));
        Assert.Contains("The policy is in force.", admin.Text, StringComparison.Ordinal);
        Assert.Equal(end, (await policies.GetAsync()).GraceEndsAt);
    }

    [Fact]
    [Trait("Req", "R63")]
    public async Task An_exemption_says_until_when_and_one_that_has_run_out_does_not_come_back()
    {
        await using var host = await PagesHost.StartAsync(o => o.IdentityProviders["google"] = "Google");
        var policies = host.Get<IPolicyService>();
        var admin = host.Visit();
        await admin.SignInAsync("admin");
        await admin.TurnOnAsync();
        await admin.GoAsync("/security/admin");
        await admin.SubmitAsync(
            "",
            ("requirement", "Everyone"),
            ("clients", "Web"),
            ("exempt", "google"),
            ("grace", "0")
        );
        Assert.Matches("name=\"exempt\" value=\"google\"\\s+checked", admin.Html);
        Assert.Contains("Google until ", admin.Text, StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromDays(366));
        await admin.SignInAsync("admin");
        await admin.TypeCodeAsync();
        await admin.GoAsync("/security/admin");
        Assert.DoesNotMatch("name=\"exempt\" value=\"google\"\\s+checked", admin.Html);
        await admin.SubmitAsync("", ("requirement", "Everyone"), ("clients", "Web"), ("grace", "0"));
        Assert.Empty((await policies.GetAsync()).Exemptions);
    }

    [Theory]
    [InlineData("lost\u001B[2J")]
    [InlineData("lost\u202E")]
    [Trait("Req", "R94")]
    public async Task A_reason_that_is_not_plain_is_refused_with_the_name_of_the_field(string reason)
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        var help = await AdministratorAsync("help");
        await help.GoAsync("/security/admin/reset?id=alice");
        await help.SubmitAsync("", ("reason", reason));
        Assert.Equal(HttpStatusCode.BadRequest, help.Status);
        Assert.Contains("The reason has a character", help.Html, StringComparison.Ordinal);
        Assert.True((await _host.Get<IEnrollmentService>().GetStatusAsync("alice")).Enabled);
    }

    [Fact]
    public async Task A_table_for_a_spreadsheet_holds_no_formula()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        await _host
            .Get<IResetService>()
            .ResetAsync(
                new()
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "=HYPERLINK(\"x\")",
                }
            );
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin/audit?handler=Csv");
        Assert.Equal("text/csv; charset=utf-8", admin.Last.Content.Headers.ContentType!.ToString());
        Assert.Contains("\"'=HYPERLINK(\"\"x\"\")\"", admin.Html, StringComparison.Ordinal);
        await admin.GoAsync("/security/admin/adoption?handler=Csv");
        Assert.Contains("\"'=cmd|' /C calc'!A0\",\"0\",\"1\"", admin.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_names_users_and_actors()
    {
        var alice = _host.Visit();
        await alice.SignInAsync("alice");
        await alice.TurnOnAsync();
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin/audit?who=alice");
        Assert.Contains("Authenticator app was turned on", admin.Text, StringComparison.Ordinal);
        Assert.Contains("The trail is intact.", admin.Text, StringComparison.Ordinal);
        await admin.GoAsync("/security/admin/audit?who=nobody");
        Assert.Contains("There is no such user.", admin.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_purge_says_what_it_did()
    {
        var admin = await AdministratorAsync();
        await admin.GoAsync("/security/admin/purge");
        await admin.SubmitAsync("");
        Assert.Matches("[0-9]+ accounts were looked at", admin.Text);
    }

    private async Task<Visitor> AdministratorAsync(string name = "admin")
    {
        var admin = _host.Visit();
        await admin.SignInAsync(name);
        await admin.TurnOnAsync();
        return admin;
    }
}
