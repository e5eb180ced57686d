using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly.Registry;
using TwoFactor.Email;
using TwoFactor.Email.Gateways;
using TwoFactor.Simulation.Bugs;
using TwoFactor.Testing;
using TwoFactor.WebAuthn;

namespace TwoFactor.Simulation;

/// <summary>
/// One process of the app, with the real services in it, put together by hand because that is quick. It may die at any
/// turn.
/// </summary>
internal sealed class Node
{
    public static readonly string[] Keys =
    [
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
    ];

    private readonly SimWorld _world;
    private readonly PlantedBug? _bug;

    /// <param name="keyStage">
    /// 0: the old key alone; 1: both, sealing with the old one; 2: both, sealing with the new one.
    /// </param>
    public Node(
        SimWorld world,
        SimStore store,
        IQuotaStore quotas,
        List<SimMessage> messages,
        SimVendorDesk vendor,
        TimeSpan skew,
        int keyStage,
        PlantedBug? bug
    )
    {
        (_world, _bug, Skew, KeyStage) = (world, bug, skew, keyStage);
        Clock = new SimClock(world, this, skew);
        var options = Options.Create(Settings(keyStage));
        var smsOptions = Options.Create(SmsSettings());
        var protector = new AesGcmAccountProtector(options.Value.Sealing, NullLogger<AesGcmAccountProtector>.Instance);
        var stored = new FaultInjectingStore<ISimStore>(
            store.Items is null ? store : new ItemStore(store, world, this, bug),
            BeforeAsync,
            _ => new ValueTask(world.TurnAsync(this))
        );
        Events = stored;
        var accounts = bug?.Wrap(stored) ?? stored;
        var limits = new SimQuotas(world, quotas, this, bug);
        var backOff = new SimBackOff(world, this);

        var sealer = new RecordSealer(protector);
        Vault = new AccountVault(accounts, stored, sealer, options);
        Policies = new PolicyVault(stored, Vault, sealer, options);
        var references = new ReceiptReferences(protector, options);
        var post = new SimPost(world, messages, references, this);
        var gateways = new SmsGateways(
            [bug?.Wrap(new SimGateway(post)) ?? new SimGateway(post)],
            new ResiliencePipelineRegistry<SmsPipelineKey>(),
            smsOptions,
            Clock,
            NullLogger<SmsGateways>.Instance
        );
        var sms = new SmsMethod(
            smsOptions,
            new SmsComposer(new BuiltInTemplates(), smsOptions, options),
            new SmsLimiter(
                limits,
                new SmsBuckets(options),
                smsOptions,
                options,
                Clock,
                NullLogger<SmsLimiter>.Instance
            ),
            new SmsDispatcher(gateways, references, smsOptions, Clock, NullLogger<SmsDispatcher>.Instance),
            new SmsFeedback(gateways, Clock, NullLogger<SmsFeedback>.Instance),
            NullLogger<SmsMethod>.Instance
        );
        var mail = bug?.Wrap(new SimMailGateway(post)) ?? new SimMailGateway(post);
        var email = Mail(options, mail, references, new NotMeReferences(protector, options), limits);
        var recoveryCodes = new RecoveryCodeMethod(options);
        var temporaryCodes = new TemporaryCodeMethod(options);
        var methods = new FactorMethodRegistry(
            [
                new TotpMethod(options, NullLogger<TotpMethod>.Instance),
                recoveryCodes,
                temporaryCodes,
                sms,
                email,
                bug?.Wrap(Passkeys(options)) ?? Passkeys(options),
                new SimVendor(world, vendor, this, bug),
            ],
            options
        );
        var notices = new TwoFactorNotices([], methods, NullLogger<TwoFactorNotices>.Instance);
        var loop = new WriteLoop(
            Vault,
            methods,
            options,
            Clock,
            backOff,
            notices,
            new ArrivalNews(NullLogger<ArrivalNews>.Instance),
            NullLogger<WriteLoop>.Instance
        );
        var engine = new AccountEngine(
            loop,
            new SimQueue(),
            Vault,
            methods,
            new VendorInquiry(NullLogger<VendorInquiry>.Instance),
            options,
            Options.Create(new TwoFactorStart()),
            Clock,
            NullLogger<AccountEngine>.Instance
        );
        var dispatch = new FactorDispatch(engine, Clock, NullLogger<FactorDispatch>.Instance);
        var opener = new ChallengeOpener(engine, dispatch);
        Enrollment = new EnrollmentService(engine, dispatch, opener, Policies, recoveryCodes);
        Challenges = new ChallengeService(engine, opener);
        Verification = new VerificationService(engine);
        Reset = new ResetService(engine, temporaryCodes);
        SignIn = new SignInService(engine, Policies);
        Policy = new PolicyService(Policies, notices, backOff, options, Clock);
        Audit = new AuditService(engine, Vault, Policies, stored);
        Administration = new AdministrationService(
            engine,
            Vault,
            Policies,
            new ImportDrafts(methods, recoveryCodes),
            stored,
            limits,
            Clock
        );
        Receipts = new DeliveryReceiptService(
            engine,
            [new SmsReceiptReader(gateways)],
            references,
            NullLogger<DeliveryReceiptService>.Instance
        );
        Purge = token => new Purger(engine, Vault, Policies, stored, limits, atATime: 1).RunAsync(null, token);
        Reseal = token => new Resealer(Vault, Policies, Clock, atATime: 1).RunAsync(null, token);
    }

    public bool IsDead { get; set; }

    public TimeSpan Skew { get; }

    public int KeyStage { get; }

    public SimClock Clock { get; }

    public AccountVault Vault { get; }

    public PolicyVault Policies { get; }

    public IAuditStore Events { get; }

    public IEnrollmentService Enrollment { get; }

    public IChallengeService Challenges { get; }

    public IVerificationService Verification { get; }

    public IResetService Reset { get; }

    public ISignInService SignIn { get; }

    public IPolicyService Policy { get; }

    public IAuditService Audit { get; }

    public IAdministrationService Administration { get; }

    public IDeliveryReceiptService Receipts { get; }

    public Func<CancellationToken, Task> Purge { get; }

    public Func<CancellationToken, Task> Reseal { get; }

    public static TwoFactorOptions Settings(int keyStage)
    {
        var options = new TwoFactorOptions { Issuer = "Example", MaxWriteAttempts = 12 };
        options.Sealing.Keys = keyStage switch
        {
            0 => [Keys[0]],
            1 => [Keys[1], Keys[0]],
            _ => [Keys[0], Keys[1]],
        };

        // Eight digits: a guess that is right by chance would be seen once in a hundred million.
        options.Totp.Digits = 8;

        // Quick, and not validated here: how slow the hash is has tests elsewhere.
        (options.RecoveryCodes.Count, options.RecoveryCodes.WarnAt, options.RecoveryCodes.HashIterations) = (2, 1, 1);
        return options;
    }

    private static SmsOptions SmsSettings()
    {
        var options = new SmsOptions { CodeDigits = 8, Regions = ["JP"] };
        options.Delivery.RetryDelay = TimeSpan.Zero;

        // A breaker opens on a thread of Polly's own, and an order that no seed knows would begin there.
        options.Delivery.BreakAfter = int.MaxValue;
        return options;
    }

    private WebAuthnMethod Passkeys(IOptions<TwoFactorOptions> options)
    {
        var own = SimKey.Settings();
        if (_bug?.TakesOtherOrigins == true)
            own.Origins.Add(SimKey.OtherOrigin);

        return new WebAuthnMethod(new RelyingParty(Options.Create(own), options));
    }

    private EmailMethod Mail(
        IOptions<TwoFactorOptions> options,
        IMailGateway gateway,
        ReceiptReferences references,
        NotMeReferences notMe,
        SimQuotas limits
    )
    {
        var own = new EmailOptions { CodeDigits = 8 };
        own.Delivery.BreakAfter = int.MaxValue; // as that of SMS
        var mailOptions = Options.Create(own);
        var gateways = new MailGateways([gateway], mailOptions, Clock, NullLogger<MailGateways>.Instance);
        return new EmailMethod(
            mailOptions,
            new EmailComposer(new BuiltInMailTemplates(), mailOptions, options),
            new NotMeLinks(notMe, mailOptions),
            new EmailLimiter(limits, mailOptions, options, Clock),
            new MailDispatcher(gateways, references, mailOptions, Clock, NullLogger<MailDispatcher>.Instance)
        );
    }

    private async ValueTask<StoreFault> BeforeAsync(StoreCall call)
    {
        await _world.TurnAsync(this);
        if (!_world.HasFaults)
            return StoreFault.None;

        return _world.Dice.Next(100) switch
        {
            < 3 => StoreFault.FailBefore,
            < 6 => StoreFault.FailAfter,
            < 8 => StoreFault.Duplicate,
            < 14 => StoreFault.StaleRead,
            _ => StoreFault.None,
        };
    }

    private sealed class SimBackOff(SimWorld world, Node node) : WriteBackOff
    {
        public override ValueTask WaitAsync(int attempt, CancellationToken cancellationToken) =>
            new(world.TurnAsync(node));
    }
}
