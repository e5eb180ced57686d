namespace TwoFactor.AspNetCore;

/// <summary>
/// Used if the host has registered no directory. Users are found by id, and only users with a record are listed.
/// </summary>
internal sealed class NoUserDirectory : IUserDirectory
{
    public ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken) =>
        new((DirectoryUser?)null);

    public ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        new((DirectoryUser?)null);

    public ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => new([]);
}
