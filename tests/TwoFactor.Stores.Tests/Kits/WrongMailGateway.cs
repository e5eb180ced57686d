using System.Collections.Concurrent;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>A mail gateway before a provider that is a function, which can be made wrong in one respect.</summary>
internal class WrongMailGateway(WrongMailGateway.Provider provider) : IMailGateway
{
    private const string Broken = "A_connection_that_breaks_after_the_text_began_leaves_it_open_and_is_not_tried_again";
    private const string Arrives = "An_accepted_message_arrives_once_and_as_it_was_given";
    private const string Shows = "No_answer_exception_or_log_shows_the_code_or_the_address";

    public static IReadOnlyDictionary<string, (Func<Provider, IMailGateway> Make, string Case)> All { get; } =
        new Dictionary<string, (Func<Provider, IMailGateway>, string)>(StringComparer.Ordinal)
        {
            ["a name with spaces"] = (p => new OddName(p), "The_name_is_made_of_lower_case_letters_digits_and_dashes"),
            ["another address"] = (p => new Changes(p, m => Copy(m, to: "alice@example.org")), Arrives),
            ["the code in the subject"] = (
                p => new Changes(p, m => Copy(m, subject: $"{m.Code} {m.Subject}")),
                Arrives
            ),
            ["a subject without its letters"] = (
                p => new Changes(p, m => Copy(m, subject: m.Subject.Replace('確', '?'))),
                Arrives
            ),
            ["a dot that is lost"] = (p => new Changes(p, m => Copy(m, text: m.Text.Replace("\n.\n", "\n"))), Arrives),
            ["text alone"] = (p => new Changes(p, m => Copy(m, html: "")), Arrives),
            ["sends twice"] = (p => new SendsTwice(p), Arrives),
            ["the first message for all"] = (
                p => new KeepsTheFirst(p),
                "Messages_at_once_arrive_each_at_its_own_recipient"
            ),
            ["throws the provider's errors"] = (
                p => new Understands(p, "recipient", () => throw new InvalidOperationException("550")),
                "A_mailbox_that_does_not_exist_is_the_recipients_matter"
            ),
            ["a text that is refused may be sent elsewhere"] = (
                p => new Understands(p, "text", () => MailResult.Rejected(MailFailure.Transient)),
                "A_text_that_is_refused_is_a_matter_of_policy"
            ),
            ["later means never"] = (
                p => new Understands(p, "later", () => MailResult.Rejected(MailFailure.Recipient)),
                "What_was_refused_for_now_is_not_asked_again_by_the_gateway"
            ),
            ["tries again what was refused for now"] = (
                p => new RetriesLater(p),
                "What_was_refused_for_now_is_not_asked_again_by_the_gateway"
            ),
            ["wrong credentials are the recipient"] = (
                p => new Understands(p, "credentials", () => MailResult.Rejected(MailFailure.Recipient)),
                "Wrong_credentials_are_a_matter_of_configuration"
            ),
            ["unreachable means ambiguous"] = (
                p => new Understands(p, "nobody", () => MailResult.Ambiguous()),
                "A_provider_that_cannot_be_reached_was_given_nothing"
            ),
            ["broken means rejected"] = (p => new BrokenIsRejected(p), Broken),
            ["tries again after a broken connection"] = (p => new RetriesResets(p, after: 0), Broken),
            ["tries again once it has worked"] = (
                p => new RetriesResets(p, after: 2),
                "A_message_that_may_have_left_is_not_sent_again_after_others_were_accepted"
            ),
            ["unreadable means rejected"] = (
                p => new Understands(p, Provider.Unreadable, () => MailResult.Rejected(MailFailure.Transient)),
                "An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent"
            ),
            ["cancelled means rejected"] = (
                p => new CancelledIsRejected(p),
                "A_message_in_mid_flight_that_is_cancelled_may_have_been_sent"
            ),
            ["does not wait for the answer"] = (
                p => new DoesNotWait(p),
                "A_message_in_mid_flight_that_is_cancelled_may_have_been_sent"
            ),
            ["sends when cancelled"] = (p => new Uncancelled(p), "Cancelled_before_it_begins_nothing_is_sent"),
            ["sends to check"] = (p => new SendsToCheck(p), "A_check_sends_nothing"),
            ["repeats the provider's answer"] = (p => new Repeats(p), Shows),
            ["an exception with the address"] = (p => new ThrowsTheMessage(p), Shows),
            ["logs the text"] = (p => new Logs(p), Shows),
        };

    public virtual string Name => "played";

    public virtual async ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await AskAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            return MailResult.Ambiguous();
        }
    }

    public virtual ValueTask<string?> CheckAsync(CancellationToken cancellationToken) => new((string?)null);

    protected virtual async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken) =>
        Understand(await provider.TakeAsync(message, cancellationToken));

    protected virtual MailResult Understand(string answer) =>
        answer switch
        {
            "accepted" => MailResult.Accepted("id"),
            "recipient" => MailResult.Rejected(MailFailure.Recipient),
            "text" => MailResult.Rejected(MailFailure.Policy),
            "later" => MailResult.Rejected(MailFailure.Transient),
            "credentials" => MailResult.Rejected(MailFailure.Configuration),
            "nobody" => MailResult.Rejected(MailFailure.Unreachable),
            _ => MailResult.Ambiguous(),
        };

    private static MailMessage Copy(
        MailMessage message,
        string? to = null,
        string? subject = null,
        string? text = null,
        string? html = null
    ) =>
        new()
        {
            To = to ?? message.To,
            Subject = subject ?? message.Subject,
            Text = text ?? message.Text,
            Html = html ?? message.Html,
            Language = message.Language,
            Code = message.Code,
            IsUnconfirmed = message.IsUnconfirmed,
            SentAt = message.SentAt,
            ValidFor = message.ValidFor,
            Number = message.Number,
            Reference = message.Reference,
        };

    internal sealed class Provider(Func<MailProviderBehavior> behavior)
    {
        public const string Unreadable = "�";

        private readonly Lock _gate = new();
        private readonly List<ArrivedMail> _arrived = [];
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public ConcurrentQueue<string> LogLines { get; } = new();

        public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<ArrivedMail> Arrived
        {
            get
            {
                lock (_gate)
                    return [.. _arrived];
            }
        }

        public async Task<string> TakeAsync(MailMessage message, CancellationToken cancellationToken)
        {
            var now = behavior();
            if (now == MailProviderBehavior.Unreachable)
                return "nobody";

            Interlocked.Increment(ref _attempts);
            lock (_gate)
                _arrived.Add(
                    new ArrivedMail
                    {
                        To = message.To,
                        Subject = message.Subject,
                        Text = message.Text,
                        Html = message.Html.Length == 0 ? null : message.Html,
                    }
                );

            switch (now)
            {
                case MailProviderBehavior.Hang:
                    Hanging.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    return "";
                case MailProviderBehavior.Reset:
                    throw new IOException("reset");
                case MailProviderBehavior.RejectRecipient:
                    return "recipient";
                case MailProviderBehavior.RejectText:
                    return "text";
                case MailProviderBehavior.RefuseForNow:
                    return "later";
                case MailProviderBehavior.RejectCredentials:
                    return "credentials";
                case MailProviderBehavior.Garble:
                    return Unreadable;
                default:
                    return "accepted";
            }
        }
    }

    internal sealed class Harness : MailGatewayHarness
    {
        private readonly Provider _provider;

        public Harness(Func<Provider, IMailGateway> make)
        {
            _provider = new Provider(() => Behavior);
            Gateway = make(_provider);
        }

        public override IMailGateway Gateway { get; }

        public override int Attempts => _provider.Attempts;

        public override IReadOnlyList<ArrivedMail> Arrived => _provider.Arrived;

        public override Task Hanging => _provider.Hanging.Task;

        public override IReadOnlyList<string> LogLines => [.. _provider.LogLines];

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class OddName(Provider provider) : WrongMailGateway(provider)
    {
        public override string Name => "My Gateway";
    }

    private sealed class Changes(Provider provider, Func<MailMessage, MailMessage> change) : WrongMailGateway(provider)
    {
        protected override Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken) =>
            base.AskAsync(change(message), cancellationToken);
    }

    private sealed class SendsTwice(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            await base.AskAsync(message, cancellationToken);
            return await base.AskAsync(message, cancellationToken);
        }
    }

    private sealed class KeepsTheFirst(Provider provider) : WrongMailGateway(provider)
    {
        private MailMessage? _first;

        protected override Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken) =>
            base.AskAsync(Copy(_first ??= message, to: message.To), cancellationToken);
    }

    private sealed class Understands(Provider provider, string answer, Func<MailResult> asWhat)
        : WrongMailGateway(provider)
    {
        protected override MailResult Understand(string given) => given == answer ? asWhat() : base.Understand(given);
    }

    private sealed class RetriesLater(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            var result = await base.AskAsync(message, cancellationToken);
            return result.Failure == MailFailure.Transient && result.IsProvablyNotSent
                ? await base.AskAsync(message, cancellationToken)
                : result;
        }
    }

    private sealed class BrokenIsRejected(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            try
            {
                return await base.AskAsync(message, cancellationToken);
            }
            catch (IOException)
            {
                return MailResult.Rejected(MailFailure.Unreachable);
            }
        }
    }

    private sealed class RetriesResets(Provider provider, int after) : WrongMailGateway(provider)
    {
        private int _accepted;

        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            try
            {
                var result = await base.AskAsync(message, cancellationToken);
                _accepted++;
                return result;
            }
            catch (IOException) when (_accepted >= after)
            {
                return await base.AskAsync(message, cancellationToken);
            }
        }
    }

    private sealed class CancelledIsRejected(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            try
            {
                return await base.AskAsync(message, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return MailResult.Rejected(MailFailure.Transient, "cancelled");
            }
        }
    }

    private sealed class DoesNotWait(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            var answer = base.AskAsync(message, cancellationToken);
            return answer.IsCompleted ? await answer : MailResult.Accepted(null);
        }
    }

    private sealed class Uncancelled(Provider provider) : WrongMailGateway(provider)
    {
        public override ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken) =>
            base.SendAsync(message, CancellationToken.None);
    }

    private sealed class SendsToCheck(Provider provider) : WrongMailGateway(provider)
    {
        private readonly Provider _provider = provider;

        public override async ValueTask<string?> CheckAsync(CancellationToken cancellationToken)
        {
            var probe = new MailMessage
            {
                To = "postmaster@example.com",
                Subject = "Test",
                Text = "Test",
                Html = "Test",
                Language = "en",
                Code = "000000",
                IsUnconfirmed = false,
                SentAt = DateTimeOffset.UnixEpoch,
                ValidFor = TimeSpan.FromMinutes(5),
                Number = 1,
                Reference = "reference",
            };
            await _provider.TakeAsync(probe, cancellationToken);
            return null;
        }
    }

    private sealed class Repeats(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken) =>
            await base.AskAsync(message, cancellationToken) is { Failure: MailFailure.Recipient }
                ? MailResult.Rejected(MailFailure.Recipient, $"550 {message.To}")
                : MailResult.Ambiguous();
    }

    private sealed class ThrowsTheMessage(Provider provider) : WrongMailGateway(provider)
    {
        protected override async Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken) =>
            await base.AskAsync(message, cancellationToken) is { Failure: MailFailure.Recipient }
                ? throw new InvalidOperationException($"No mailbox {message.To}")
                : MailResult.Accepted(null);
    }

    private sealed class Logs(Provider provider) : WrongMailGateway(provider)
    {
        private readonly Provider _provider = provider;

        protected override Task<MailResult> AskAsync(MailMessage message, CancellationToken cancellationToken)
        {
            _provider.LogLines.Enqueue(message.Text);
            return base.AskAsync(message, cancellationToken);
        }
    }
}
