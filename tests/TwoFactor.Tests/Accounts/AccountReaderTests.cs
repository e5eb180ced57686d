using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

public class AccountReaderTests
{
    [Fact]
    public void Every_member_of_an_account_is_read()
    {
        var written = Write(Filled<TwoFactorAccount>());
        Assert.Equal(Names<TwoFactorAccount>(), JsonNode.Parse(written)!.AsObject().Select(m => m.Key).Order());
        Assert.Equal(Names<Factor>(), JsonNode.Parse(written)!["factors"]![0]!.AsObject().Select(m => m.Key).Order());
        Assert.Equal(Text(written), Text(Write(AccountReader.Read(written))));
    }

    [Fact]
    public void An_account_without_anything_but_its_user_is_read()
    {
        var read = AccountReader.Read("""{"userId":"alice"}"""u8);
        Assert.Equal("alice", read.UserId);
        Assert.Equal(TwoFactorAccount.CurrentSchema, read.Schema);
        Assert.Empty(read.Factors);
        Assert.Empty(read.AuditHash);
    }

    [Theory]
    [InlineData("""{"userId":"alice","ofTomorrow":{"a":[1,{"b":2}]},"epoch":3}""")]
    [InlineData("""{"userId":"alice","aNameThatIsLongerThanEveryNameThatIsKnown":1,"epoch":3}""")]
    [InlineData("""{"userId":"alice","lockedUntil":null,"factors":null,"epoch":3}""")]
    [InlineData("""{"userId":"\u0061lice","\u0065poch":3}""")]
    public void What_is_unknown_or_null_is_passed_over(string json)
    {
        var read = AccountReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal(("alice", 3), (read.UserId, read.Epoch));
        Assert.Empty(read.Factors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"userId":"alice"}{}""")]
    [InlineData("""{"userId":"alice" """)]
    [InlineData("""{"userId":7}""")]
    [InlineData("""{"userId":"alice","epoch":"7"}""")]
    [InlineData("""{"userId":"alice","epoch":99999999999}""")]
    [InlineData("""{"userId":"alice","auditHash":"*"}""")]
    [InlineData("""{"userId":"alice","updatedAt":"yesterday"}""")]
    [InlineData("""{"userId":"alice","mustEnroll":1}""")]
    [InlineData("""{"userId":"alice","factors":{}}""")]
    [InlineData("""{"userId":"alice","factors":[1]}""")]
    [InlineData("""{"userId":"alice","factors":[{"id":"a"}]}""")]
    [InlineData("""{"userId":"alice","devices":[null]}""")]
    public void What_is_no_account_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => AccountReader.Read(Encoding.UTF8.GetBytes(json)));

    private static byte[] Write(TwoFactorAccount account) =>
        JsonSerializer.SerializeToUtf8Bytes(account, AccountJson.Default.TwoFactorAccount);

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    private static IEnumerable<string> Names<T>() =>
        Members(typeof(T)).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order();

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p =>
                p.CanWrite && p.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null
            );

    // A value that is not the default in every member, so that a member that is added must be read too.
    private static T Filled<T>() => (T)Value(typeof(T), 1);

    private static object Value(Type type, int seed)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => $"text {seed}",
            _ when type == typeof(int) => seed == 1 ? TwoFactorAccount.CurrentSchema : seed,
            _ when type == typeof(long) => (long)seed,
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte[]) => new[] { (byte)seed, (byte)255 },
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks(seed),
            _ when type.IsEnum => Enum.GetValues(type).GetValue(1)!,
            _ when type.IsArray => Items(type.GetElementType()!, seed),
            _ => Object(type),
        };
    }

    private static Array Items(Type type, int seed)
    {
        var items = Array.CreateInstance(type, 2);
        for (var i = 0; i < items.Length; i++)
            items.SetValue(Value(type, seed + i), i);

        return items;
    }

    private static object Object(Type type)
    {
        var made = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        var seed = 0;
        foreach (var member in Members(type))
            member.SetValue(made, Value(member.PropertyType, ++seed));

        return made;
    }
}
