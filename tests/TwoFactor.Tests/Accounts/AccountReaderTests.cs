using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

public class AccountReaderTests
{
    [Fact]
    public void Every_member_of_an_account_is_written_and_read()
    {
        var account = Filled<TwoFactorAccount>();
        var json = Json(account);
        Assert.Equal(Names<TwoFactorAccount>(), JsonNode.Parse(json)!.AsObject().Select(m => m.Key).Order());
        Assert.Equal(Names<Factor>(), JsonNode.Parse(json)!["factors"]![0]!.AsObject().Select(m => m.Key).Order());
        Assert.Equal(json, Json(AccountReader.Read(Write(account))));
    }

    [Fact]
    public void What_stands_in_no_member_is_not_written()
    {
        var account = new TwoFactorAccount { UserId = "花子" };
        Assert.Equal(Json(account), Json(AccountReader.Read(Write(account))));
        Assert.InRange(Write(account).Length, 1, 24);
    }

    [Fact]
    public void Numbers_of_fields_are_distinct_and_fit_a_byte()
    {
        foreach (var fields in typeof(AccountFormat).GetNestedTypes())
        {
            var numbers = fields.GetFields().Select(f => (int)f.GetRawConstantValue()!).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
            Assert.True(numbers.Count < 64);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Numbers_of_every_size_come_back(int number)
    {
        var account = new TwoFactorAccount
        {
            UserId = new string('ü', number & 0x3FF),
            Failures = number,
            AuditSequence = (long)number << 32,
            LockedUntil = number < 0 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue,
            Factors = [Factor() with { UsesLeft = number }],
        };
        Assert.Equal(Json(account), Json(AccountReader.Read(Write(account))));
    }

    [Fact]
    public void A_time_comes_back_as_the_same_moment_in_UTC()
    {
        var at = new DateTimeOffset(2027, 1, 31, 18, 30, 0, TimeSpan.FromHours(9));
        var read = AccountReader.Read(Write(new TwoFactorAccount { UserId = "alice", UpdatedAt = at }));
        Assert.Equal((at.UtcTicks, TimeSpan.Zero), (read.UpdatedAt.Ticks, read.UpdatedAt.Offset));
    }

    // What a later version may add, at the end of a factor and of the account: a field of each kind.
    [Fact]
    public void Fields_that_are_not_known_are_passed_over()
    {
        byte[] unknown = [0xFC, 0x85, 0x01, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0xFE, 2, 7, 7, 0xFF, 0xFC, 1, 0xFF, 0, 0];
        var account = Filled<TwoFactorAccount>() with { Factors = [Factor()] };
        byte[] written = Write(account);
        var factor = Write(Filled<TwoFactorAccount>() with { Factors = [] });

        // The factor lies where the bytes begin to differ; its group ends with the first zero after its state.
        var begins = written.AsSpan().CommonPrefixLength(factor);
        var ends = begins + written.Length - factor.Length - 1;
        byte[] bent = [.. written[..ends], .. unknown, .. written[ends..^1], .. unknown, 0];
        Assert.Equal(Json(account), Json(AccountReader.Read(bent)));
    }

    [Fact]
    public void Bytes_that_are_cut_or_go_on_are_no_account()
    {
        var written = Write(Filled<TwoFactorAccount>());
        for (var length = 0; length < written.Length; length++)
            Assert.Throws<RecordFormatException>(() => AccountReader.Read(written.AsSpan(0, length)));

        Assert.Throws<RecordFormatException>(() => AccountReader.Read([.. written, 0]));
    }

    // Only who has a sealing key can make such bytes; they must not do more than be refused.
    [Fact]
    public void Bytes_that_are_bent_are_read_or_refused()
    {
        var written = Write(Filled<TwoFactorAccount>());
        for (var at = 0; at < written.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                byte[] bent = [.. written];
                bent[at] ^= (byte)(1 << bit);
                try
                {
                    AccountReader.Read(bent);
                }
                catch (Exception e) when (e is RecordFormatException or JsonException)
                {
                    // Refused.
                }
            }
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(255, true)]
    public void Another_format_is_told_apart(byte format, bool isNewer)
    {
        byte[] written = [.. Write(new TwoFactorAccount { UserId = "alice" })];
        written[0] = format;
        Assert.Equal(isNewer, Assert.Throws<RecordFormatException>(() => AccountReader.Read(written)).IsNewer);
    }

    [Fact]
    public void The_JSON_of_older_records_is_read()
    {
        var json = Json(Filled<TwoFactorAccount>());
        Assert.Equal(json, Json(AccountReader.Read(Encoding.UTF8.GetBytes(json))));
        var bare = AccountReader.Read("""{"userId":"alice","ofTomorrow":{"a":[1,{"b":2}]},"epoch":3}"""u8);
        Assert.Equal(("alice", 3), (bare.UserId, bare.Epoch));
        Assert.Empty(bare.Factors);
        Assert.Empty(bare.Challenges);
        Assert.Empty(bare.UsedTickets);
        Assert.Empty(bare.Devices);
        Assert.Empty(bare.AuditHash);
    }

    // A sign-in of a moment before the update must not be completed twice.
    [Fact]
    public void Tickets_that_were_written_as_JSON_are_read()
    {
        var account = Filled<TwoFactorAccount>();
        var tickets = JsonSerializer.SerializeToUtf8Bytes(account.UsedTickets, AccountJson.Default.UsedTicketArray);
        var older = new ArrayBufferWriter<byte>();
        older.Write(Write(account with { UsedTickets = [] }).AsSpan(..^1));
        var writer = new FieldWriter(older);
        writer.Bytes(AccountFormat.Account.UsedTickets, tickets);
        writer.Finish();
        Assert.Equal(Json(account), Json(AccountReader.Read(older.WrittenSpan)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"userId":"alice"}{}""")]
    [InlineData("""{"userId":"alice" """)]
    [InlineData("""{"userId":7}""")]
    [InlineData("""{"userId":"alice","epoch":99999999999}""")]
    [InlineData("""{"userId":"alice","auditHash":"*"}""")]
    [InlineData("""{"userId":"alice","updatedAt":"yesterday"}""")]
    [InlineData("""{"userId":"alice","factors":[{"id":"a"}]}""")]
    public void What_is_no_JSON_of_an_account_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => AccountReader.Read(Encoding.UTF8.GetBytes(json)));

    private static byte[] Write(TwoFactorAccount account)
    {
        var target = new ArrayBufferWriter<byte>();
        AccountWriter.Write(target, account);
        return target.WrittenSpan.ToArray();
    }

    private static string Json(TwoFactorAccount account) =>
        JsonSerializer.Serialize(account, AccountJson.Default.TwoFactorAccount);

    private static Factor Factor() =>
        new()
        {
            Id = "id",
            Method = "totp",
            Name = "name",
            CreatedAt = DateTimeOffset.UnixEpoch,
            State = [1, 2, 3],
        };

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
