using System.Reflection;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>
/// The public surface is approved text. To approve a change: set APPROVE=1, run this test, and look at the difference.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(Totp), "TwoFactor")]
    [InlineData(typeof(SmsOptions), "TwoFactor.Sms")]
    [InlineData(typeof(TwoFactor.Email.EmailOptions), "TwoFactor.Email")]
    [InlineData(typeof(TwoFactor.WebAuthn.WebAuthnOptions), "TwoFactor.WebAuthn")]
    [InlineData(typeof(SqliteStoreOptions), "TwoFactor.Stores.Sqlite")]
    [InlineData(typeof(PostgreSqlStoreOptions), "TwoFactor.Stores.PostgreSql")]
    [InlineData(typeof(DynamoDbStoreOptions), "TwoFactor.Stores.DynamoDb")]
    [InlineData(typeof(RedisQuotaOptions), "TwoFactor.Stores.Redis")]
    [InlineData(
        typeof(Microsoft.EntityFrameworkCore.TwoFactorModelBuilderExtensions),
        "TwoFactor.Stores.EntityFrameworkCore"
    )]
    [InlineData(typeof(Testing.ConformanceKit), "TwoFactor.Testing")]
    [InlineData(typeof(TwoFactor.Sms.Twilio.TwilioOptions), "TwoFactor.Sms.Twilio")]
    [InlineData(typeof(TwoFactor.AspNetCore.TwoFactorHttpOptions), "TwoFactor.AspNetCore")]
    [InlineData(typeof(TwoFactor.AspNetCore.Identity.TwoFactorIdentityOptions), "TwoFactor.AspNetCore.Identity")]
    [InlineData(typeof(TwoFactor.AspNetCore.UI.TwoFactorPage), "TwoFactor.AspNetCore.UI")]
    public void The_public_surface_is_the_approved_one(Type probe, string name)
    {
        var actual = Describe(probe.Assembly);
        var file = Path.Combine(AppContext.BaseDirectory, "PublicApi", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
            File.WriteAllText(Path.Combine(SourceFolder(), $"{name}.txt"), actual);
        else
            Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetDirectoryName(path)!;

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.FullName).Append('\n');
            const BindingFlags Flags =
                BindingFlags.Public
                | BindingFlags.NonPublic
                | BindingFlags.Instance
                | BindingFlags.Static
                | BindingFlags.DeclaredOnly;
            var members = type.IsEnum
                ? Enum.GetValues(type).Cast<object>().Select(v => $"{v} = {Convert.ToInt32(v)}")
                : type.GetMembers(Flags).Where(IsVisible).Select(Describe).Order(StringComparer.Ordinal);
            foreach (var member in members)
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            MethodBase method => (method.IsPublic || method.IsFamily)
                && !(
                    method.IsSpecialName
                    && method is MethodInfo
                    && !method.Name.StartsWith("op_", StringComparison.Ordinal)
                ),
            FieldInfo field => field.IsPublic || field.IsFamily,
            PropertyInfo property => property.GetAccessors(nonPublic: false).Length > 0,
            _ => false,
        } && !member.Name.StartsWith('<');

    private static string Describe(MemberInfo member) =>
        member switch
        {
            ConstructorInfo c => $".ctor({Parameters(c)})",
            MethodInfo m => $"{Static(m)}{Name(m.ReturnType)} "
                + $"{m.Name}{(m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "")}({Parameters(m)})",
            PropertyInfo p => $"{Static(p.GetAccessors()[0])}{Name(p.PropertyType)} {p.Name} {{ "
                + $"{string.Join(' ', new[] { p.GetMethod?.IsPublic == true ? "get;" : null, Setter(p) }.Where(s => s is not null))} "
                + "}}",
            FieldInfo f => $"const {Name(f.FieldType)} {f.Name} = {(f.IsLiteral ? f.GetRawConstantValue() : "?")}",
            _ => member.ToString()!,
        };

    private static string? Setter(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Length > 0
                ? "init;"
                : "set;"
            : null;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(p =>
                    $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "null"}" : "")}"
                )
        );

    private static string Name(Type type) =>
        type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
}
