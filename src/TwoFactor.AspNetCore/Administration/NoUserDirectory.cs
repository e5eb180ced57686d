namespace TwoFactor.AspNetCore;

/// <summary>
/// Stands where the host named no directory: users go by their ids, and those are listed of whom there is a record.
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
