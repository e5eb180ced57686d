namespace TwoFactor.Bench.Stores;

/// <summary>Something that does one durable operation for a user, as often as it is asked.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Makes its tables and its users.</summary>
    Task PrepareAsync(int users);

    /// <summary>Does it for a user that nobody else asks for at the same time.</summary>
    /// <param name="user">Which user.</param>
    /// <param name="turn">How often all users have had their turn.</param>
    Task ActAsync(int user, int turn);
}
