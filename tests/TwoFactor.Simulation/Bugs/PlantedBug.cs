using TwoFactor.Email.Gateways;

namespace TwoFactor.Simulation.Bugs;

/// <summary>
/// One thing that is wrong, put in from outside: into what is written, into the store, into a service's dealings with
/// it, or into a gateway.
/// </summary>
internal sealed class PlantedBug
{
    private static readonly RecordSealer[] s_sealers = [Sealer(1), Sealer(2)];

    private int _writes;

    public required string Name { get; init; }

    /// <summary>Where it is: transition, service, store, store of records (<see cref="ItemStore"/>), vendor, gateway or method.</summary>
    public required string Place { get; init; }

    /// <summary>
    /// Bends the account that is about to be written: before, after, the events, and what comes instead.
    /// </summary>
    public Func<TwoFactorAccount, TwoFactorAccount, IReadOnlyList<AuditEvent>, TwoFactorAccount>? Alter { get; init; }

    public Func<IReadOnlyList<AuditEvent>, IReadOnlyList<AuditEvent>>? AlterEvents { get; init; }

    /// <summary>
    /// Whether a write is taken as expected: the row that is there, the verdict, the row to write, its events.
    /// </summary>
    public Func<AccountRow?, bool, AccountRow, IReadOnlyList<AuditEvent>, bool>? Judge { get; init; }

    public bool WritesEventsOfRefusals { get; init; }

    public bool OverwritesEvents { get; init; }

    public bool IsRefusalTakenForDone { get; init; }

    /// <summary>This and the next ones: in a store whose events lie inside the record at first.</summary>
    public bool DropsEventsBeforeTheyAreCopied { get; init; }

    public bool CopiesUnderAnotherNumber { get; init; }

    public bool TakesFailedCopiesForDone { get; init; }

    public bool ReadsCopiesAlone { get; init; }

    public bool ReadsCopiesFirst { get; init; }

    public bool ForgetsErasures { get; init; }

    /// <summary>How the names of the buckets begin that are not kept.</summary>
    public string? ForgetsQuotas { get; init; }

    public bool TakesSilenceForYes { get; init; }

    /// <summary>Stands between the services and the store.</summary>
    public Func<IAccountStore, IAccountStore>? Store { get; init; }

    public Func<ISmsGateway, ISmsGateway>? Gateway { get; init; }

    public Func<IMailGateway, IMailGateway>? MailGateway { get; init; }

    public bool TakesOtherOrigins { get; init; }

    /// <summary>Stands between the services and the method of keys.</summary>
    public Func<IExchangeFactorMethod, IExchangeFactorMethod>? Keys { get; init; }

    public IAccountStore Wrap(IAccountStore store) => Store?.Invoke(store) ?? store;

    public ISmsGateway Wrap(ISmsGateway gateway) => Gateway?.Invoke(gateway) ?? gateway;

    public IMailGateway Wrap(IMailGateway gateway) => MailGateway?.Invoke(gateway) ?? gateway;

    public IExchangeFactorMethod Wrap(IExchangeFactorMethod keys) => Keys?.Invoke(keys) ?? keys;

    public (bool IsExpected, AccountRow Row, IReadOnlyList<AuditEvent> Events) OnWrite(
        AccountRow? before,
        bool isExpected,
        AccountRow row,
        IReadOnlyList<AuditEvent> events
    )
    {
        _writes++;
        isExpected = Judge?.Invoke(before, isExpected, row, events) ?? isExpected;
        if (Alter is not null && isExpected && before is not null)
            row = Bend(before, row, events);

        return (isExpected, row, AlterEvents?.Invoke(events) ?? events);
    }

    public override string ToString() => Name;

    private AccountRow Bend(AccountRow before, AccountRow row, IReadOnlyList<AuditEvent> events)
    {
        var next = Open(row);
        var bent = Alter!(Open(before), next, events);
        if (ReferenceEquals(next, bent))
            return row;

        return new AccountRow
        {
            Key = row.Key,
            Version = row.Version,
            Sealed = SealerOf(row).Seal(bent, "", row.Key.UserId, row.Version, AccountWriter.Write),
            IsEnrolled = bent.HasActiveFactor,
            Methods = row.Methods,
            LockedUntil = bent.LockedUntil,
            LastVerifiedAt = bent.LastVerifiedAt,
            UpdatedAt = bent.UpdatedAt,
        };
    }

    private static TwoFactorAccount Open(AccountRow row) =>
        s_sealers[0].Open(row.Sealed, "", row.Key.UserId, row.Version, AccountReader.Read);

    private static RecordSealer SealerOf(AccountRow row) =>
        s_sealers[0].IsCurrent(row.Sealed) ? s_sealers[0] : s_sealers[1];

    private static RecordSealer Sealer(int keyStage) =>
        new(
            new AesGcmAccountProtector(
                Node.Settings(keyStage).Sealing,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<AesGcmAccountProtector>.Instance
            )
        );
}
