using System.Collections;
using System.Reflection;
using TwoFactor.AspNetCore;
using TwoFactor.Email;
using TwoFactor.Sms;
using TwoFactor.Sms.Twilio;
using TwoFactor.WebAuthn;

namespace TwoFactor.Docs.Tests;

/// <summary>Which class each configuration section binds to, and whether a setting's name exists in it.</summary>
internal static class DocumentedSettings
{
    public const string Root = "TwoFactor";

    /// <summary>The sections below the root that have options of their own.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } =
        new Dictionary<string, Type>(StringComparer.Ordinal)
        {
            ["DynamoDb"] = typeof(DynamoDbStoreOptions),
            ["Redis"] = typeof(RedisQuotaOptions),
            ["Email"] = typeof(EmailOptions),
            ["Http"] = typeof(TwoFactorHttpOptions),
            ["PostgreSql"] = typeof(PostgreSqlStoreOptions),
            ["Sms"] = typeof(SmsOptions),
            ["Smtp"] = typeof(SmtpOptions),
            ["Twilio"] = typeof(TwilioOptions),
            ["WebAuthn"] = typeof(WebAuthnOptions),
        };

    /// <summary>What is wrong with a name such as <c>TwoFactor:Sms:Limits:PerDay</c>; null if it exists.</summary>
    public static string? Problem(string name)
    {
        var parts = name.Split(':');
        var isSection = parts.Length > 1 && Sections.ContainsKey(parts[1]);
        var type = isSection ? Sections[parts[1]] : typeof(TwoFactorOptions);
        foreach (var part in parts.Skip(isSection ? 2 : 1))
        {
            if (ElementOf(type) is { } element && int.TryParse(part, out _))
                type = element;
            else if (type.GetProperty(part, BindingFlags.Public | BindingFlags.Instance) is { CanWrite: true } property)
                type = property.PropertyType;
            else
                return $"{name}: {type.Name} has no setting '{part}'.";
        }

        return null;
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GetGenericArguments()[0] : null;
}
