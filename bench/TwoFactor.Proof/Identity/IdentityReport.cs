using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>ASP.NET Core Identity alone, and with the library, side by side on one PostgreSQL.</summary>
internal static class IdentityReport
{
    private const int Racers = 16;
    private const int Budget = 5;
    private const int WrongRecoveryCodes = 100;

    public static async Task<int> RunAsync(int guesses)
    {
        await using var server = await PostgresServer.StartAsync(isLasting: true);
        var connection = server.ConnectionString + ";Maximum Pool Size=100;Timeout=300;Command Timeout=300";
        await using var alone = await IdentityApp.StartAsync(connection, hasLibrary: false);
        await using var with = await IdentityApp.StartAsync(connection, hasLibrary: true);
        await OldUsers.AddAsync(connection, "alone", 6);
        await OldUsers.AddAsync(connection, "with", 6);
        Console.WriteLine("| what, at once or in a row | Identity | with the package |");
        Console.WriteLine("| --- | --- | --- |");
        var row = 0;
        var isRight = await ShowAsync(
            $"the same right code from {Racers} sign-ins at once",
            (a, u) => RaceAsync(a, u, v => v.CodeAsync(OldUsers.CodeNow(u))),
            l => l == "1 signed in"
        );
        isRight &= await ShowAsync(
            $"one recovery code from {Racers} sign-ins at once",
            (a, u) => RaceAsync(a, u, v => v.RecoveryCodeAsync(OldUsers.RecoveryCode(u, 0))),
            l => l == "1 signed in"
        );
        isRight &= await ShowAsync(
            string.Create(CultureInfo.InvariantCulture, $"{guesses:N0} guesses at once"),
            (a, u) => GuessAsync(a, u, guesses),
            l => l.StartsWith($"{Budget} evaluated", StringComparison.Ordinal)
        );
        isRight &= await ShowAsync(
            $"{WrongRecoveryCodes} wrong recovery codes in a row, then a right one",
            async (a, u) =>
            {
                using var visitor = new Visitor(a.Url);
                await visitor.PasswordAsync(u);
                for (var i = 0; i < WrongRecoveryCodes; i++)
                    await visitor.RecoveryCodeAsync(OldUsers.RecoveryCode(u, OldUsers.RecoveryCodes + i));

                await visitor.RecoveryCodeAsync(OldUsers.RecoveryCode(u, 0));
                return await SaysAsync(visitor);
            },
            l => l == "refused"
        );
        isRight &= await ShowAsync(
            "a recovery code of an account that wrong codes have locked",
            async (a, u) =>
            {
                using var visitor = new Visitor(a.Url);
                await visitor.PasswordAsync(u);
                for (var i = 0; i < Budget + 1; i++)
                    await visitor.CodeAsync(Wrong(u, i));

                await visitor.RecoveryCodeAsync(OldUsers.RecoveryCode(u, 0));
                return await SaysAsync(visitor);
            },
            l => l == "refused"
        );
        return isRight ? 0 : 1;

        async Task<bool> ShowAsync(
            string what,
            Func<IdentityApp, string, Task<string>> act,
            Func<string, bool> isRightWith
        )
        {
            var number = row++;
            var identity = await act(alone, OldUsers.Name("alone", number));
            var library = await act(with, OldUsers.Name("with", number));
            Console.WriteLine($"| {what} | {identity} | {library} |");
            return isRightWith(library);
        }
    }

    private static async Task<string> RaceAsync(IdentityApp app, string user, Func<Visitor, Task<string>> act)
    {
        var visitors = await HalfSignedInAsync(app, user, Racers);
        await Task.WhenAll(visitors.Select(v => Task.Run(() => act(v))));
        var count = 0;
        foreach (var visitor in visitors)
        {
            count += await visitor.IsSignedInAsync() ? 1 : 0;
            visitor.Dispose();
        }

        return $"{count} signed in";
    }

    // Each guess is a sign-in of its own, whose password was right before the account was locked.
    private static async Task<string> GuessAsync(IdentityApp app, string user, int guesses)
    {
        var visitors = await HalfSignedInAsync(app, user, guesses);
        CountingProvider.TakeCount();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(visitors.Select((v, i) => Task.Run(() => v.CodeAsync(Wrong(user, i)))));
        var seconds = watch.Elapsed.TotalSeconds;
        foreach (var visitor in visitors)
            visitor.Dispose();

        var evaluated = CountingProvider.TakeCount();
        if (app.Services.GetService<IAuditService>() is { } audit)
        {
            await foreach (var one in audit.ReadAsync(user))
                evaluated += one is { Type: AuditEventTypes.Verification, Outcome: "invalid_code" } ? 1 : 0;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{evaluated:N0} evaluated, in {seconds:N1} s");
    }

    private static async Task<List<Visitor>> HalfSignedInAsync(IdentityApp app, string user, int count)
    {
        var visitors = new List<Visitor>();
        for (var i = 0; i < count; i++)
        {
            visitors.Add(new Visitor(app.Url));
            if (await visitors[i].PasswordAsync(user) is not "RequiresTwoFactor" and var answer)
                throw new InvalidOperationException($"{user}: {answer}");
        }

        return visitors;
    }

    private static async Task<string> SaysAsync(Visitor visitor) =>
        await visitor.IsSignedInAsync() ? "signed in" : "refused";

    private static string Wrong(string user, int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        var right = Enumerable
            .Range(-4, 12)
            .Select(i => OldUsers.Code(user, now.AddSeconds(30 * i)))
            .ToHashSet(StringComparer.Ordinal);
        return Enumerable
            .Range(number, right.Count + 1)
            .Select(n => n.ToString("D6", CultureInfo.InvariantCulture))
            .First(c => !right.Contains(c));
    }
}
