namespace TwoFactor.Testing;

/// <summary>A call to a store that a fault may meet.</summary>
/// <param name="Number">The calls are numbered from 1.</param>
/// <param name="Operation">The method's name, e.g. <c>TryWriteAsync</c>.</param>
/// <param name="UserId">
/// The user concerned; <see cref="AuditEvent.PolicyTrail"/> for the policy; null if it is about several.
/// </param>
public sealed record StoreCall(long Number, string Operation, string? UserId)
{
    /// <summary>Whether the call writes.</summary>
    public bool IsWrite =>
        Operation
            is nameof(IAccountStore.TryWriteAsync)
                or nameof(IPolicyStore.TryWritePolicyAsync)
                or nameof(IAuditStore.EraseAsync);
}
