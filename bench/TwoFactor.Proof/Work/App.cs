using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>An app with the library on a database.</summary>
internal sealed class App(ServiceProvider services) : IAsyncDisposable
{
    public const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const string Origin = "https://proof.example.com";
    public const string Party = "proof.example.com";
    public const string Table = "proof";
    public const string NewerKey = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

    public IEnrollmentService Enrollment => Get<IEnrollmentService>();

    public IVerificationService Verification => Get<IVerificationService>();

    public IChallengeService Challenges => Get<IChallengeService>();

    public ISignInService SignIn => Get<ISignInService>();

    public IAuditService Audit => Get<IAuditService>();

    public IAdministrationService Administration => Get<IAdministrationService>();

    public static async Task<App> OpenAsync(string store, string connection, TimeProvider clock, params string[] keys)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(clock);
        if (store == "ef")
            collection.AddDbContextPool<ProofContext>(o => o.UseNpgsql(connection));

        var builder = collection.AddTwoFactor(o =>
        {
            o.Issuer = "Proof";
            o.Sealing.Keys = keys.Length > 0 ? [.. keys] : [Key];
            o.RecoveryCodes.HashIterations = 1_000;
        });
        _ = store switch
        {
            "ef" => builder.UseEntityFrameworkCore<ProofContext>(),
            "dynamo" => builder.UseDynamoDb(o =>
                (o.TableName, o.ManageTable, o.Client) = (Table, true, DynaliteServer.NewClient(connection))
            ),
            _ => builder.UsePostgreSql(connection),
        };
        collection.AddSingleton<ProofMail>();
        builder
            .AddWebAuthn(o => (o.RelyingPartyId, o.Origins) = (Party, [Origin]))
            .AddEmail()
            .AddGateway(p => p.GetRequiredService<ProofMail>());
        var services = collection.BuildServiceProvider();
        if (store == "ef")
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ProofContext>().Database.EnsureCreatedAsync();
        }

        return new App(services);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => services.DisposeAsync();

    internal sealed class ProofContext(DbContextOptions<ProofContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTwoFactor("C");
    }
}
