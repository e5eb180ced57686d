using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>An app with one method, for the kit. What differs from method to method are functions.</summary>
internal sealed class MethodApp : FactorMethodHarness
{
    private readonly ServiceProvider _services;

    public MethodApp(string method, Action<TwoFactorBuilder> build)
    {
        Method = method;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging();
        build(
            services
                .AddTwoFactor(o =>
                {
                    o.Issuer = "Example";
                    o.Sealing.Keys.Add(Host.Key);
                    o.RecoveryCodes.HashIterations = 1_000;
                })
                .UseInMemoryStore()
        );
        _services = services.BuildServiceProvider();
    }

    public override string Method { get; }

    public override IServiceProvider Services => _services;

    public override ManualTimeProvider Clock { get; } = new();

    /// <summary>What each user types to enrol.</summary>
    public Func<string, (string Name, string Value)?> Typed { get; init; } = _ => null;

    /// <summary>The right answer to a new factor, if it is another one than at a sign-in.</summary>
    public Func<string, EnrollmentResult, string>? Confirmation { get; init; }

    /// <summary>The right answer: user, options for the client.</summary>
    public required Func<string, string?, string> Right { get; init; }

    /// <summary>A wrong answer; by default the right one's last digit is another.</summary>
    public Func<string, string?, string>? Wrong { get; init; }

    public override IReadOnlyDictionary<string, string> InputOf(string userId)
    {
        var input = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Typed(userId) is var (name, value))
            input[name] = value;

        return input;
    }

    public override string Confirm(string userId, EnrollmentResult pending) =>
        Confirmation?.Invoke(userId, pending) ?? Right(userId, pending.ClientOptions);

    public override string Answer(string userId, string? clientOptions) => Right(userId, clientOptions);

    public override string WrongAnswer(string userId, string? clientOptions)
    {
        if (Wrong is not null)
            return Wrong(userId, clientOptions);

        var right = Right(userId, clientOptions);
        return right[..^1] + (char)('0' + ((right[^1] - '0' + 1) % 10));
    }

    public override ValueTask DisposeAsync() => _services.DisposeAsync();
}
