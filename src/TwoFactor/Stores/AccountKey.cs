using System.Runtime.InteropServices;

namespace TwoFactor.Stores;

/// <summary>Identifies an account. Compared ordinally.</summary>
/// <param name="Tenant">The tenant of <see cref="TwoFactorOptions.Tenant"/>; empty by default.</param>
/// <param name="UserId">The user's id, as the host names it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AccountKey(string Tenant, string UserId);
