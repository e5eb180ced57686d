namespace TwoFactor.Tests;

public sealed class OutboxSmsGatewayTests : IDisposable
{
    private static readonly SmsMessage s_message = new()
    {
        To = "+819012345678",
        Body = "Your code is 12345678.",
        Code = "12345678",
        SentAt = DateTimeOffset.UnixEpoch,
        Region = "JP",
        IsUnconfirmed = false,
        ValidFor = TimeSpan.FromMinutes(5),
        Number = 1,
        Reference = "reference",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_message_is_one_file()
    {
        await new OutboxSmsGateway(_folder.FullName).SendAsync(s_message, default);
        Assert.Contains(
            s_message.Body,
            File.ReadAllText(Assert.Single(_folder.GetFiles()).FullName),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Cancelled_before_it_begins_nothing_is_left_behind()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new OutboxSmsGateway(_folder.FullName).SendAsync(s_message, new CancellationToken(canceled: true))
        );
        Assert.Empty(_folder.GetFiles());
    }
}
