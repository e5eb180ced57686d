using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>All users at once.</summary>
public sealed class MigrationTests
{
    [Fact]
    public async Task All_users_move_once_and_problems_are_named()
    {
        await using var host = await IdentityHost.StartAsync();
        var (alice, secret, _) = await host.AddOldUserAsync();
        var (bad, _, _) = await host.AddOldUserAsync("bad@example.com", key: "no base 32!");
        await host.AddUserAsync("plain@example.com");
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();

        var dry = await migration.RunAsync(dryRun: true);
        Assert.Equal((3, 1, 1, 1), (dry.Users, dry.Changed, dry.Without, dry.Failed));
        Assert.False((await host.StatusAsync(alice)).Enabled);

        var report = await migration.RunAsync();
        Assert.Equal((3, 1, 1, 1), (report.Users, report.Changed, report.Without, report.Failed));
        var problem = Assert.Single(report.Problems);
        Assert.Equal(bad, problem.UserId);
        Assert.DoesNotContain("base 32!", problem.Problem, StringComparison.Ordinal);

        var again = await migration.RunAsync();
        Assert.Equal((0, 1), (again.Changed, again.Already));
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret));
    }

    [Fact]
    public async Task A_run_goes_on_behind_the_user_where_it_was_stopped()
    {
        await using var host = await IdentityHost.StartAsync();
        for (var i = 0; i < 4; i++)
            await host.AddOldUserAsync($"user{i}@example.com");

        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        var all = await migration.RunAsync(dryRun: true);
        var ids = await host.WithUsersAsync(u =>
            Task.FromResult(u.Users.OrderBy(x => x.Id).Select(x => x.Id).ToList())
        );
        var rest = await migration.RunAsync(afterUserId: ids[1]);

        Assert.Equal(ids[^1], all.LastUserId);
        Assert.Equal((2, 2), (rest.Users, rest.Changed));
        Assert.False((await host.StatusAsync(ids[0])).Enabled);
        Assert.True((await host.StatusAsync(ids[3])).Enabled);
    }

    [Fact]
    public async Task Users_who_are_moved_at_once_are_reported_in_order_and_a_last_group_may_be_small()
    {
        await using var host = await IdentityHost.StartAsync();
        for (var i = 0; i < 9; i++)
            await host.AddOldUserAsync($"user{i}@example.com", key: i % 3 == 0 ? "no base 32!" : null);

        var ids = await host.WithUsersAsync(u =>
            Task.FromResult(u.Users.OrderBy(x => x.Id).Select(x => x.Id).ToList())
        );
        var report = await host.Services.GetRequiredService<ITwoFactorMigration>().RunAsync();

        Assert.Equal((9, 6, 3, ids[^1]), (report.Users, report.Changed, report.Failed, report.LastUserId));
        var named = report.Problems.Select(p => p.UserId).ToList();
        Assert.Equal(ids.Where(named.Contains), named);
    }

    [Fact]
    public async Task What_was_wiped_cannot_be_restored()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddOldUserAsync();
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        await migration.RunAsync();

        Assert.Equal(1, (await migration.WipeAsync()).Changed);
        Assert.Equal((0, 1), ((await migration.RestoreAsync()) is var r ? (r.Changed, r.Without) : default));
    }

    [Fact]
    public async Task What_cannot_be_decrypted_is_reported_by_user_and_the_others_are_restored()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddOldUserAsync();
        var (broken, _, _) = await host.AddOldUserAsync("broken@example.com");
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        await migration.RunAsync();
        await host.WithUsersAsync(async u =>
        {
            var user = (await u.FindByIdAsync(broken))!;
            return await u.SetAuthenticationTokenAsync(user, "[TwoFactor]", "Moved", "of another app's keys");
        });

        var report = await migration.RestoreAsync();
        Assert.Equal((1, 1), (report.Changed, report.Failed));
        var problem = Assert.Single(report.Problems);
        Assert.Equal(broken, problem.UserId);
        Assert.Contains("application name", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_whom_somebody_else_moves_at_the_same_moment_has_moved()
    {
        var racer = new RacedStore.Racer();
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                Before = identity =>
                {
                    identity.Services.AddSingleton(racer);
                    identity.AddUserStore<RacedStore>();
                },
            }
        );
        var (alice, _, _) = await host.AddOldUserAsync();
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        MigrationReport? faster = null;
        racer.Next = async () => faster = await migration.RunAsync();
        var report = await migration.RunAsync();
        Assert.Equal((1, 0), (faster!.Changed, faster.Failed));
        Assert.Equal((0, 1, 0), (report.Changed, report.Already, report.Failed));
        Assert.True((await host.StatusAsync(alice)).Enabled);
    }

    [Fact]
    public async Task To_begin_behind_a_user_takes_an_id()
    {
        await using var host = await IdentityHost.StartAsync();
        var (alice, _, _) = await host.AddOldUserAsync("alice@example.com");
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        await Assert.ThrowsAsync<ArgumentException>(() => migration.RunAsync(afterUserId: "alice@example.com"));

        var output = new StringWriter();
        var commands = new MigrationCommands(migration, output);
        Assert.Equal(2, await commands.RunAsync(["migrate", "--after", "alice@example.com"], default));
        Assert.StartsWith("No user has the id", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await commands.RunAsync(["migrate", "--after", alice], default));
        Assert.False((await host.StatusAsync(alice)).Enabled);
    }

    [Fact]
    public async Task The_command_line_says_what_became_of_the_users()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddOldUserAsync();
        var output = new StringWriter();
        var commands = new MigrationCommands(host.Services.GetRequiredService<ITwoFactorMigration>(), output);

        Assert.Equal(0, await commands.RunAsync(["migrate", "--dry-run"], default));
        Assert.Contains("would change 1", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await commands.RunAsync(["migrate", "--json"], default));
        Assert.Contains("\"changed\":1", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await commands.RunAsync(["migrate", "--everything"], default));
        Assert.Contains("This command is not known.", output.ToString(), StringComparison.Ordinal);
    }
}
