namespace TwoFactor.AspNetCore;

/// <summary>
/// Gives administrators access to the host's users. Register one with <c>AddUserDirectory&lt;T&gt;()</c>; it may be
/// scoped.
/// </summary>
public interface IUserDirectory
{
    /// <summary>Finds a user by id.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The user, or null.</returns>
    ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Finds a user by user name or e-mail address, with the host's own comparison.</summary>
    /// <param name="name">The user name or e-mail address.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The user; null if there is none, or more than one.</returns>
    ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists users page by page, in a stable order that the host chooses.</summary>
    /// <param name="afterUserId">The id of the last user on the previous page; null for the first page.</param>
    /// <param name="take">The most users to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Finds the roles and groups of a new policy that no user has. It catches misspelt names, which would apply to
    /// nobody. Default: null.
    /// </summary>
    /// <param name="roles">The roles of the policy.</param>
    /// <param name="groups">The groups of the policy.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>
    /// The names that no user has. Null lets the library search the first 1,000 users of <see cref="ListAsync"/>; if
    /// there are more users, it warns of nothing.
    /// </returns>
    ValueTask<IReadOnlyList<string>?> FindUnusedNamesAsync(
        IReadOnlyList<string> roles,
        IReadOnlyList<string> groups,
        CancellationToken cancellationToken
    ) => new((IReadOnlyList<string>?)null);
}
