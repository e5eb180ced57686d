using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace TwoFactor.Tests;

/// <summary>Identity's own store, with somebody who is faster at the next write.</summary>
internal sealed class RacedStore(TestDb db, RacedStore.Racer racer) : UserOnlyStore<IdentityUser, TestDb>(db)
{
    public override async Task<IdentityResult> UpdateAsync(
        IdentityUser user,
        CancellationToken cancellationToken = default
    )
    {
        var faster = racer.Next;
        racer.Next = null;
        if (faster is not null)
            await faster();

        return await base.UpdateAsync(user, cancellationToken);
    }

    /// <summary>Runs once, before the next write.</summary>
    internal sealed class Racer
    {
        public Func<Task>? Next { get; set; }
    }
}
