namespace TwoFactor.Testing;

/// <summary>A call to a store, for which a fault can be chosen.</summary>
/// <param name="Number">The number of the call, counted from 1.</param>
/// <param name="Operation">The method's name, e.g. <c>TryWriteAsync</c>.</param>
/// <param name="UserId">
/// The user; <see cref="AuditEvent.PolicyTrail"/> for the policy; null if the call concerns several users.
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
