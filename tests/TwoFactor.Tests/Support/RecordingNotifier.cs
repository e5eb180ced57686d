namespace TwoFactor.Tests;

internal sealed class RecordingNotifier : ITwoFactorNotifier
{
    public List<SecurityNotice> Notices { get; } = [];

    public bool Fails { get; set; }

    public IEnumerable<string> Types => Notices.Select(n => n.Event.Type);

    public ValueTask NotifyAsync(SecurityNotice notice, CancellationToken cancellationToken)
    {
        Notices.Add(notice);
        return Fails ? throw new InvalidOperationException("the mail server is down") : ValueTask.CompletedTask;
    }
}
