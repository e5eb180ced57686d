using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using TwoFactor;
using WebSample.Data;

namespace WebSample.Setup;

/// <summary>Sets up the second factor of Identity's users: store, key, methods, gateway, pages.</summary>
public static partial class SecondFactorSetup
{
    public static void AddSecondFactor(this WebApplicationBuilder builder, IdentityBuilder users, string folder)
    {
        var section = builder.Configuration.GetSection("TwoFactor");
        var outbox = new Outbox(
            Path.Combine(folder, "outbox"),
            builder.Environment.IsDevelopment() && section["Twilio:AccountSid"] is null
        );
        builder.Services.AddSingleton(outbox);

        var twoFactor = users
            .AddTwoFactor(options =>
            {
                section.Bind(options);
                if (options.Sealing.Keys.Count == 0)
                    options.Sealing.KeyFile ??= MakeKeyFile(folder);
            })
            .UseSqlite(Path.Combine(folder, "two-factor.db"))
            .AddAspNetCore(options => section.GetSection("Http").Bind(options))
            .AddTwoFactorPages(options =>
            {
                options.Texts = typeof(Texts);
                options.HelpDeskPolicy = UserSetup.HelpDeskPolicy;
                options.AdministratorPolicy = UserSetup.AdminPolicy;
                options.IdentityProviders["google"] = "Google";
                options.CheckPassword = async (context, password) =>
                    await context.RequestServices.GetRequiredService<Passwords>().CheckAsync(context.User, password)
                        is not null;
            })
            .AddUserDirectory<AppUserDirectory>()
            .AddNotifier<LogNotifier>();

        if (section["Twilio:AccountSid"] is not null)
            AddSms().TwoFactor.AddTwilioSms(options => section.GetSection("Twilio").Bind(options));
        else if (outbox.IsOpen)
            AddSms().AddOutbox(outbox.Folder);

        if (outbox.IsOpen)
            twoFactor.AddEmail().AddOutbox(outbox.Folder);

        builder.Services.AddHealthChecks().AddTwoFactor();

        SmsBuilder AddSms() => twoFactor.AddSms(options => section.GetSection("Sms").Bind(options));
    }

    private static string MakeKeyFile(string folder)
    {
        var path = Path.Combine(folder, "two-factor.key");
        SealingKeyFile.TryCreate(path);
        return path;
    }

    /// <summary>A real app sends an e-mail about a security change; this one writes a line to its log.</summary>
    private sealed partial class LogNotifier(ILogger<LogNotifier> logger) : ITwoFactorNotifier
    {
        public ValueTask NotifyAsync(SecurityNotice notice, CancellationToken cancellationToken)
        {
            LogNotice(logger, notice.Event.UserId, notice.Event.Type);
            return ValueTask.CompletedTask;
        }

        [LoggerMessage(LogLevel.Information, "User {UserId} is told: {Type}")]
        private static partial void LogNotice(ILogger logger, string userId, string type);
    }
}

/// <summary>The messages that the development gateway has written.</summary>
public sealed class Outbox(string folder, bool isOpen)
{
    private const int Shown = 20;

    public string Folder { get; } = folder;

    /// <summary>True in the Development environment, unless a real gateway is configured.</summary>
    public bool IsOpen { get; } = isOpen;

    public IReadOnlyList<OutboxMessage> Read() =>
        !IsOpen || !Directory.Exists(Folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(Folder, "*.json")
                    .Where(f => !Path.GetFileName(f).StartsWith('.'))
                    .OrderDescending(StringComparer.Ordinal)
                    .Take(Shown)
                    .Select(f =>
                        JsonSerializer.Deserialize<OutboxMessage>(File.ReadAllBytes(f), JsonSerializerOptions.Web)!
                    ),
            ];
}

/// <summary>A message as the outbox gateway wrote it.</summary>
public sealed record OutboxMessage(string To, string Body, DateTimeOffset SentAt);
