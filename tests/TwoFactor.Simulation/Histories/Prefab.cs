using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>
/// Where every history begins: alice has an authenticator app, recovery codes and codes of a vendor, bob has codes by
/// SMS instead of the vendor's, carol has the vendor alone, and dave has codes by e-mail.
/// </summary>
internal sealed class Prefab
{
    public static readonly string[] Users = ["alice", "bob", "carol", "dave"];

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
        Phone[] phones = [new(), new(), new(), new()];
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

        phones[1].SentFactors.Add(Enrol(1, Actor.SmsRequest(node, "bob", 0), () => messages[^1].Code));
        phones[3].SentFactors.Add(Enrol(3, Actor.MailRequest(node, "dave", 0), () => messages[^1].Code));
        foreach (var i in new[] { 0, 2 })
            phones[i].VendorFactors.Add(Enrol(i, Actor.VendorRequest(node, Users[i]), () => vendor.Codes[^1].Code));

        return new Prefab(store, phones);

        string Enrol(int user, EnrollmentRequest request, Func<string> code)
        {
            var pending = node.Enrollment.EnrollAsync(request).GetAwaiter().GetResult();
            var confirmed = node
                .Enrollment.ConfirmAsync(Users[user], pending.FactorId!, code())
                .GetAwaiter()
                .GetResult();
            phones[user].RecoveryCodes.AddRange(confirmed.RecoveryCodes ?? []);
            return pending.FactorId!;
        }
    }
}
