namespace TwoFactor.Tests;

/// <summary>What administrators page through.</summary>
public sealed class ListingTests
{
    [Fact]
    public async Task Users_are_listed_page_by_page_and_summarized()
    {
        await using var host = Host.Create();
        await host.EnrollAsync("carol");
        await host.EnrollAsync("alice");
        await host.BeginAsync("bob");
        var page = await host.Administration.ListUsersAsync(null, 2);
        Assert.Equal([("alice", true), ("bob", false)], page.Select(u => (u.UserId, u.IsEnrolled)));
        Assert.Equal(["carol"], (await host.Administration.ListUsersAsync("bob", 2)).Select(u => u.UserId));
        Assert.Equal(["totp"], (await host.Administration.SummarizeAsync("alice")).Methods);
        Assert.False((await host.Administration.SummarizeAsync("nobody")).IsEnrolled);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Administration.ListUsersAsync(null, 0));
    }

    [Fact]
    public async Task Events_are_read_newest_first_by_user_and_by_type_without_end_or_loss()
    {
        await using var host = Host.Create();
        foreach (var user in new[] { "alice", "bob" })
        {
            await host.EnrollAsync(user);
            for (var i = 0; i < 4; i++)
                await host.SignIn.EvaluateAsync(new SignInRequest { UserId = user });
        }

        async Task<List<AuditEvent>> AllAsync(string? user, string? type)
        {
            var events = new List<AuditEvent>();
            AuditPosition? before = null;
            do
            {
                var page = await host.Audit.ReadNewestAsync(
                    new AuditQuery
                    {
                        UserId = user,
                        Type = type,
                        Before = before,
                        Take = 3,
                    }
                );
                Assert.InRange(page.Events.Count, 0, 3);
                events.AddRange(page.Events);
                before = page.Next;
            } while (before is not null);

            return events;
        }

        var inOrder = new List<AuditEvent>();
        await foreach (var auditEvent in host.Audit.ReadAsync(null))
            inOrder.Add(auditEvent);

        Assert.Equal(inOrder.Count, (await AllAsync(null, null)).Count);
        Assert.Equal(
            (await host.EventsAsync("bob")).Select(e => e.Sequence).Reverse(),
            (await AllAsync("bob", null)).Select(e => e.Sequence)
        );
        Assert.Equal(8, (await AllAsync(null, AuditEventTypes.SignIn)).Count);
        Assert.Empty(await AllAsync("alice", AuditEventTypes.Reset));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            host.Audit.ReadNewestAsync(new AuditQuery { Take = 501 })
        );
    }
}
