using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>What one verification allocates, in all threads of the process: so nothing else may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests(Postgres postgres, ITestOutputHelper output)
{
    private const int Users = 50;
    private const int Turns = 15;

    private const double MemoryTolerance = 1.02;

    // How often the driver waits for an answer, which costs it objects, is a matter of the moment.
    private const double WireTolerance = 1.15;

    [Fact]
    public Task A_verification_in_memory_allocates_no_more_than_it_did() =>
        CheckAsync("bytes in memory", null, MemoryTolerance);

    [PostgresFact]
    public async Task A_verification_on_PostgreSQL_allocates_no_more_than_it_did() =>
        await CheckAsync("bytes on PostgreSQL", await postgres.NewDatabaseAsync(), WireTolerance);

    private async Task CheckAsync(string what, string? connection, double tolerance)
    {
        var clock = new ManualTimeProvider(Rows.Start);
        await using var users = await CostlyUsers.EnrollAsync(
            Users,
            clock,
            b => _ = connection is null ? b.UseInMemoryStore() : b.UsePostgreSql(connection)
        );
        var least = double.MaxValue;
        for (var turn = 0; turn < Turns; turn++)
        {
            // The first turns compile and fill caches; later ones differ by what the runtime does of its own.
            clock.Advance(TimeSpan.FromSeconds(30));
            least = Math.Min(least, await users.VerifyEachAsync() / (double)Users);
        }

        CostTable.Check(output, what, least, tolerance);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
