using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>The pure rules without services or stores: one account, commands applied one after the other.</summary>
internal sealed class PureWorld
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    private static readonly TwoFactorOptions s_options = new()
    {
        Totp = { Digits = 8 },
        TrustedDevices = { Enabled = true },
        RecoveryCodes =
        {
            HashIterations = 1,
            Count = 4,
            WarnAt = 1,
        },
        Attempts = { Budget = 3, DisableAfter = 8 },
    };

    private readonly PlantedBug? _bug;

    public PureWorld(PlantedBug? bug) => _bug = bug;

    public static TwoFactorOptions Options => s_options;

    public static RecoveryCodeMethod RecoveryCodes { get; } =
        new(Microsoft.Extensions.Options.Options.Create(s_options));

    public static TemporaryCodeMethod TemporaryCodes { get; } =
        new(Microsoft.Extensions.Options.Options.Create(s_options));

    public static FactorMethodRegistry Methods { get; } =
        new([
            new TotpMethod(Microsoft.Extensions.Options.Options.Create(s_options), NullLogger<TotpMethod>.Instance),
            RecoveryCodes,
            TemporaryCodes,
            new ToySender(),
        ]);

    public TwoFactorAccount Account { get; private set; } = new() { UserId = "u" };

    public List<AuditEvent> Trail { get; } = [];

    /// <summary>The message that the last command asked to send, or null.</summary>
    public PreparedSend? Sent { get; private set; }

    public DateTimeOffset Now { get; set; } = ManualClock.Start;

    public T Apply<T>(AccountCommand<T> command)
    {
        var before = Account;
        var transition = command.Apply(before, new RuleContext(s_options, Methods, Now, null));
        var (next, events) = (transition.Next, transition.Events);
        Sent = transition.Send;
        if (_bug is not null && next is not null)
            (next, events) = _bug.Plant(before, command, next, events);

        if (next is not null)
        {
            Account = next;
            Trail.AddRange(events);
        }

        return transition.Result;
    }
}
