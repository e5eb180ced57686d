namespace TwoFactor.Tests;

/// <summary>What must hold of an account whatever has happened to it.</summary>
internal static class Invariants
{
    /// <summary>After every command.</summary>
    public static void Check(TwoFactorAccount before, PureWorld world, Model model)
    {
        var account = world.Account;
        if (account.Failures != model.Failures)
            throw new DisagreementException(
                $"failures: the model counts {model.Failures}, the rules {account.Failures}"
            );

        if (
            account.IsLocked(world.Now) != model.IsLocked(world.Now)
            || (account.IsLocked(world.Now) && account.LockedUntil != model.LockedUntil)
        )
            throw new DisagreementException(
                $"lock: the model says until {model.LockedUntil:O}, the rules {account.LockedUntil:O}"
            );

        if (
            account.Failures >= before.Failures
            && account.Failures > 0
            && before.LockedUntil > account.LockedUntil.GetValueOrDefault()
        )
            throw new DisagreementException("a lock was shortened");

        if (account.Epoch != model.Epoch)
            throw new DisagreementException($"epoch: the model says {model.Epoch}, the rules {account.Epoch}");

        if (account.Epoch > before.Epoch && (account.Devices.Length > 0 || account.Challenges.Length > 0))
            throw new DisagreementException("devices or challenges survived a security change");

        if (
            account.Devices.Length != Math.Min(model.Devices.Count, PureWorld.Options.TrustedDevices.MaxDevices)
            && !account.Devices.Any(d => d.ExpiresAt <= world.Now)
        )
            throw new DisagreementException(
                $"devices: the model counts {model.Devices.Count}, the rules {account.Devices.Length}"
            );

        // Those that no code was sent for lie in their ids; what the rules say of them shows when they are answered.
        var open = account.Challenges.Where(c => c.IsOpen(world.Now)).Select(c => c.Id).Order(StringComparer.Ordinal);
        var expected = model
            .Challenges.Where(c => c.Value.SentCode is not null && world.Now < c.Value.ExpiresAt)
            .Select(c => c.Key)
            .Order(StringComparer.Ordinal);
        if (!open.SequenceEqual(expected))
            throw new DisagreementException(
                $"challenges: the model has {string.Join(',', expected)}, the rules {string.Join(',', open)}"
            );
    }

    /// <summary>After a history.</summary>
    public static void CheckTrail(PureWorld world)
    {
        byte[] hash = [];
        long sequence = 0;
        foreach (var auditEvent in world.Trail)
        {
            hash = AuditChain.Hash(hash, auditEvent);
            if (auditEvent.Sequence != ++sequence || !hash.AsSpan().SequenceEqual(auditEvent.Hash.Span))
                throw new DisagreementException($"the audit chain breaks at event {sequence}");
        }

        if (sequence != world.Account.AuditSequence || !hash.AsSpan().SequenceEqual(world.Account.AuditHash))
            throw new DisagreementException("the head of the audit chain is not that of the trail");
    }
}
