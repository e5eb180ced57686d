using TwoFactor.Testing;

namespace TwoFactor.Simulation;

/// <summary>
/// Where every history begins: alice has an authenticator app, recovery codes and codes of a vendor, bob has codes by
/// SMS instead of the vendor's, carol has the vendor alone, and dave has codes by e-mail. Alice and dave have a
/// passkey each.
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
        var hand = new KeyHand(phones);
        foreach (var i in new[] { 0, 1 })
            Enrol(i, Requests.Totp(node, Users[i]), pending => Scan(phones[i], pending));

        phones[1].SentFactors.Add(Enrol(1, Requests.Sms(node, "bob", 0), _ => messages[^1].Code));
        phones[3].SentFactors.Add(Enrol(3, Requests.Mail(node, "dave", 0), _ => messages[^1].Code));
        foreach (var i in new[] { 0, 2 })
            phones[i].VendorFactors.Add(Enrol(i, Requests.Vendor(node, Users[i]), _ => vendor.Codes[^1].Code));

        foreach (var i in new[] { 0, 3 })
            Enrol(
                i,
                Requests.Key(node, Users[i]),
                pending => hand.Create(phones[i], Pending.Of(pending), 1, false).Code
            );

        return new Prefab(store, phones);

        string Scan(Phone phone, EnrollmentResult pending)
        {
            var app = VirtualAuthenticator.Scan(pending.Uri);
            phone.Authenticators.Add((pending.FactorId!, app));
            return app.CodeAt(node.Clock);
        }

        string Enrol(int user, EnrollmentRequest request, Func<EnrollmentResult, string> code)
        {
            var pending = node.Enrollment.EnrollAsync(request).GetAwaiter().GetResult();
            var confirmed = node
                .Enrollment.ConfirmAsync(Users[user], pending.FactorId!, code(pending))
                .GetAwaiter()
                .GetResult();
            if (!confirmed.Succeeded)
                throw new InvalidOperationException($"{Users[user]} has no {request.Method}: {confirmed.Outcome}");

            phones[user].RecoveryCodes.AddRange(confirmed.RecoveryCodes ?? []);
            return pending.FactorId!;
        }
    }
}
