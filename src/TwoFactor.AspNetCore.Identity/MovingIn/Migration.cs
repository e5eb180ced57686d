using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.Identity;

internal sealed class Migration<TUser>(IServiceScopeFactory scopes) : ITwoFactorMigration
    where TUser : class
{
    // A user takes several commits. Users who are moved at once share them, in stores that can.
    private const int AtOnce = 4;
    private const int ProgressEvery = 100;
    private const string NotReplaced = "The user has moved, and Identity's old key is still there. Run it again.";

    private delegate Task<(MigrationStep Step, string? Problem)> Change(
        TwoFactorUserManager<TUser> users,
        IServiceProvider services,
        TUser user
    );

    public async Task<MigrationReport> RunAsync(
        bool dryRun = false,
        string? afterUserId = null,
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (afterUserId is not null && !await IsThereAsync(afterUserId).ConfigureAwait(false))
            throw new ArgumentException("No user has that id.", nameof(afterUserId));

        return await SweepAsync(
                new MigrationReport { DryRun = dryRun, LastUserId = afterUserId },
                (users, services, user) => MoveAsync(users, services, user, dryRun),
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    public Task<MigrationReport> RestoreAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    ) => SweepAsync(new(), RestoreAsync, progress, cancellationToken);

    public Task<MigrationReport> WipeAsync(
        IProgress<MigrationReport>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        SweepAsync(
            new(),
            async (users, _, user) => Of(await IdentityUserStore.WipeAsync(users.OwnStore, user).ConfigureAwait(false)),
            progress,
            cancellationToken
        );

    private static async Task<(MigrationStep, string?)> MoveAsync(
        TwoFactorUserManager<TUser> users,
        IServiceProvider services,
        TUser user,
        bool dryRun
    )
    {
        var reader = services.GetRequiredService<OldFactorReader>();
        var (store, moveIn) = (users.OwnStore, users.MoveIn);
        var userId = await users.GetUserIdAsync(user).ConfigureAwait(false);
        var status = await users.Bridge.StatusAsync(userId).ConfigureAwait(false);
        var isReplaced = await IdentityUserStore.IsReplacedAsync(store, user).ConfigureAwait(false);
        if (isReplaced)
            return (MigrationStep.Already, null);

        var old = await IdentityUserStore.ReadAsync(store, user).ConfigureAwait(false);
        if (!status.Enabled && !old.Enabled)
            return (MigrationStep.Without, null);

        // A user who was reset here, or set up a factor here, keeps that. Only Identity's columns must follow.
        var isNew = !status.Enabled && status.ResetAt is null;
        if (dryRun)
            return isNew && await reader.FindProblemAsync(store, user, userId, old).ConfigureAwait(false) is { } problem
                ? (MigrationStep.Failed, problem)
                : (MigrationStep.Changed, null);

        if (isNew && await moveIn.ImportAsync(store, user, userId, old).ConfigureAwait(false) is { } refused)
            return (MigrationStep.Failed, refused);

        return await moveIn.ReplaceAsync(users, store, user, old).ConfigureAwait(false)
            ? (MigrationStep.Changed, null)
            : (MigrationStep.Failed, NotReplaced);
    }

    private static async Task<(MigrationStep, string?)> RestoreAsync(
        TwoFactorUserManager<TUser> users,
        IServiceProvider services,
        TUser user
    )
    {
        var userId = await users.GetUserIdAsync(user).ConfigureAwait(false);
        var status = await users.Bridge.StatusAsync(userId).ConfigureAwait(false);
        try
        {
            return Of(
                await services
                    .GetRequiredService<IdentityUserStore>()
                    .RestoreAsync(users.OwnStore, user, count => count == status.RecoveryCodesLeft)
                    .ConfigureAwait(false)
            );
        }
        catch (CryptographicException)
        {
            return (
                MigrationStep.Failed,
                "What is kept of Identity's second factor cannot be decrypted. Run this with the Data Protection keys "
                    + "and the application name that the app had when the user moved."
            );
        }
    }

    private static (MigrationStep, string?) Of(IdentityResult? result) =>
        result switch
        {
            null => (MigrationStep.Without, null),
            { Succeeded: true } => (MigrationStep.Changed, null),
            _ => (MigrationStep.Failed, string.Join(" ", result.Errors.Select(e => e.Code))),
        };

    private async Task<MigrationReport> SweepAsync(
        MigrationReport report,
        Change change,
        IProgress<MigrationReport>? progress,
        CancellationToken cancellationToken
    )
    {
        object? after = report.LastUserId is { } id ? UserPages.Parse<TUser>(id) : null;
        while (true)
        {
            var page = ReadPage(after);
            foreach (var keys in page.Chunk(AtOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var results = await Task.WhenAll(
                        keys.Select(key => ChangeAsync(Convert.ToString(key, CultureInfo.InvariantCulture)!, change))
                    )
                    .ConfigureAwait(false);
                foreach (var result in results)
                {
                    report = With(report, result);
                    if (report.Users % ProgressEvery == 0)
                        progress?.Report(report);
                }
            }

            if (page.Count < UserPages.Size)
                return report;

            after = page[^1];
        }
    }

    private List<object> ReadPage(object? after)
    {
        using var scope = scopes.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        return [.. UserPages.After(users.Users, after)];
    }

    private async Task<bool> IsThereAsync(string userId)
    {
        var scope = scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var users = scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        try
        {
            return await users.FindByIdAsync(userId).ConfigureAwait(false) is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // It is no key of this type.
            return false;
        }
    }

    // A sign-in may move the user at the same moment and win the write of Identity's columns. A fresh look tells.
    private async Task<UserResult> ChangeAsync(string userId, Change change)
    {
        var result = await TryAsync(userId, change).ConfigureAwait(false);
        return result.Problem == NotReplaced ? await TryAsync(userId, change).ConfigureAwait(false) : result;
    }

    private async Task<UserResult> TryAsync(string userId, Change change)
    {
        var scope = scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var users = (TwoFactorUserManager<TUser>)scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        var (step, problem) = await users.FindByIdAsync(userId).ConfigureAwait(false) is { } user
            ? await change(users, scope.ServiceProvider, user).ConfigureAwait(false)
            : (MigrationStep.Without, null);
        return new(userId, step, problem);
    }

    private static MigrationReport With(MigrationReport report, UserResult result) =>
        report with
        {
            Users = report.Users + 1,
            LastUserId = result.UserId,
            Changed = report.Changed + (result.Step == MigrationStep.Changed ? 1 : 0),
            Already = report.Already + (result.Step == MigrationStep.Already ? 1 : 0),
            Without = report.Without + (result.Step == MigrationStep.Without ? 1 : 0),
            Failed = report.Failed + (result.Step == MigrationStep.Failed ? 1 : 0),
            Problems =
                result.Problem is not null && report.Problems.Count < MigrationReport.MaxProblems
                    ? [.. report.Problems, new(result.UserId, result.Problem)]
                    : report.Problems,
        };

    private sealed record UserResult(string UserId, MigrationStep Step, string? Problem);
}
