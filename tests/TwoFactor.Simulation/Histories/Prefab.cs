using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>
/// Where every history begins: alice has an authenticator app, recovery codes and codes of a vendor, bob has codes by
/// SMS instead of the vendor's, and carol has the vendor alone.
/// </summary>
internal sealed class Prefab
{
    public static readonly string[] Users = ["alice", "bob", "carol"];

    private Prefab(SimStore store, Phone[] phones)
    {
        Store = store;
        Phones = phones;
    }

    public static Prefab One { get; } = Make();

    public SimStore Store { get; }

    public Phone[] Phones { get; }

    private static Prefab Make()
    {
        var world = new SimWorld(0);
        var store = new SimStore();
        var messages = new List<SimMessage>();
        var vendor = new SimVendorDesk();
        var node = new Node(world, store, new InMemoryQuotaStore(), messages, vendor, TimeSpan.FromDays(-1), 0, null);
        Phone[] phones = [new(), new(), new()];
        for (var i = 0; i < 2; i++)
        {
            var pending = node
                .Enrollment.EnrollAsync(new EnrollmentRequest { UserId = Users[i], Proof = Actor.Proof(node) })
                .GetAwaiter()
                .GetResult();
            var app = VirtualAuthenticator.Scan(pending.Uri);
            phones[i].Authenticators.Add((pending.FactorId!, app));
            phones[i]
                .RecoveryCodes.AddRange(
                    node
                        .Enrollment.ConfirmAsync(Users[i], pending.FactorId!, app.CodeAt(node.Clock))
                        .GetAwaiter()
                        .GetResult()
                        .RecoveryCodes!
                );
        }

        var sms = node.Enrollment.EnrollAsync(Actor.SmsRequest(node, "bob", 0)).GetAwaiter().GetResult();
        node.Enrollment.ConfirmAsync("bob", sms.FactorId!, messages[0].Code).GetAwaiter().GetResult();
        phones[1].SmsFactors.Add(sms.FactorId!);
        foreach (var i in new[] { 0, 2 })
        {
            var pending = node.Enrollment.EnrollAsync(Actor.VendorRequest(node, Users[i])).GetAwaiter().GetResult();
            var confirmed = node
                .Enrollment.ConfirmAsync(Users[i], pending.FactorId!, vendor.Codes[^1].Code)
                .GetAwaiter()
                .GetResult();
            phones[i].VendorFactors.Add(pending.FactorId!);
            phones[i].RecoveryCodes.AddRange(confirmed.RecoveryCodes ?? []);
        }

        return new Prefab(store, phones);
    }
}
