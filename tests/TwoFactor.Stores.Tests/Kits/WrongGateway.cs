using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>A gateway before a provider that is a function, which can be made wrong in one respect.</summary>
internal class WrongGateway(WrongGateway.Provider provider) : ISmsGateway
{
    public static IReadOnlyDictionary<string, (Func<Provider, ISmsGateway> Make, string Case)> All { get; } =
        new Dictionary<string, (Func<Provider, ISmsGateway>, string)>
        {
            ["retries after a timeout"] = (
                p => new RetriesTimeouts(p),
                "A_message_in_mid_flight_that_is_cancelled_may_have_been_sent"
            ),
            ["retries a broken connection"] = (
                p => new RetriesResets(p),
                "A_connection_that_breaks_after_the_request_leaves_it_open_and_is_not_tried_again"
            ),
            ["retries a fault"] = (p => new RetriesFaults(p), "A_fault_of_the_provider_is_asked_once"),
            ["broken means rejected"] = (
                p => new BrokenIsRejected(p),
                "A_connection_that_breaks_after_the_request_leaves_it_open_and_is_not_tried_again"
            ),
            ["unreadable means rejected"] = (
                p => new UnreadableIsRejected(p),
                "An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent"
            ),
            ["everything is the recipient"] = (
                p => new AllRecipient(p),
                "Wrong_credentials_are_a_matter_of_configuration"
            ),
            ["throws the provider's errors"] = (
                p => new Throws(p),
                "A_number_that_cannot_receive_is_the_recipients_matter"
            ),
            ["a fault is accepted"] = (p => new Optimist(p), "A_fault_of_the_provider_is_asked_once"),
            ["a fault was not processed"] = (p => new FaultIsUnprocessed(p), "A_fault_of_the_provider_is_asked_once"),
            ["a number without its country"] = (
                p => new ShortNumber(p),
                "An_accepted_message_is_accepted_after_one_request"
            ),
            ["shows the number"] = (p => new Talks(p), "No_answer_shows_the_code_or_the_number"),
            ["sends when cancelled"] = (p => new Uncancelled(p), "Cancelled_before_it_begins_nothing_is_sent"),
            ["a name with spaces"] = (p => new OddName(p), "The_name_is_made_of_lower_case_letters_digits_and_dashes"),
        };

    public virtual string Name => "played";

    public virtual async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await AskAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            return SmsResult.Ambiguous();
        }
    }

    protected virtual async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken) =>
        Understand(await provider.TakeAsync(message.To, message.Body, cancellationToken));

    protected virtual SmsResult Understand(string answer) =>
        answer switch
        {
            "accepted" => SmsResult.Accepted("id"),
            "recipient" => SmsResult.Rejected(SmsFailure.Recipient),
            "later" => SmsResult.Rejected(SmsFailure.Unprocessed),
            "credentials" => SmsResult.Rejected(SmsFailure.Configuration),
            _ => SmsResult.Ambiguous(),
        };

    internal sealed class Provider(Func<ProviderBehavior> behavior)
    {
        public int Requests { get; private set; }

        public string? To { get; private set; }

        public string? Body { get; private set; }

        public async Task<string> TakeAsync(string to, string body, CancellationToken cancellationToken)
        {
            (To, Body) = (to, body);
            Requests++;
            switch (behavior())
            {
                case ProviderBehavior.Hang:
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    return "";
                case ProviderBehavior.Reset:
                    throw new IOException("reset");
                case ProviderBehavior.RejectRecipient:
                    return "recipient";
                case ProviderBehavior.RefuseForNow:
                    return "later";
                case ProviderBehavior.RejectCredentials:
                    return "credentials";
                case ProviderBehavior.Fail:
                    return "fault";
                case ProviderBehavior.Garble:
                    return "�";
                default:
                    return "accepted";
            }
        }
    }

    internal sealed class Harness : SmsGatewayHarness
    {
        private readonly Provider _provider;

        public Harness(Func<Provider, ISmsGateway> make)
        {
            _provider = new Provider(() => Behavior);
            Gateway = make(_provider);
        }

        public override ISmsGateway Gateway { get; }

        public override int Requests => _provider.Requests;

        public override string? LastRecipient => _provider.To;

        public override string? LastText => _provider.Body;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class RetriesTimeouts(Provider provider) : WrongGateway(provider)
    {
        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            using var impatience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            impatience.CancelAfter(50);
            try
            {
                return await base.AskAsync(message, impatience.Token);
            }
            catch (OperationCanceledException)
            {
                return await base.AskAsync(message, cancellationToken);
            }
        }
    }

    private sealed class RetriesResets(Provider provider) : WrongGateway(provider)
    {
        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            try
            {
                return await base.AskAsync(message, cancellationToken);
            }
            catch (IOException)
            {
                return await base.AskAsync(message, cancellationToken);
            }
        }
    }

    private sealed class RetriesFaults(Provider provider) : WrongGateway(provider)
    {
        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            var result = await base.AskAsync(message, cancellationToken);
            return result.Status == FactorDeliveryStatus.Ambiguous
                ? await base.AskAsync(message, cancellationToken)
                : result;
        }
    }

    private sealed class BrokenIsRejected(Provider provider) : WrongGateway(provider)
    {
        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken)
        {
            try
            {
                return await base.AskAsync(message, cancellationToken);
            }
            catch (IOException)
            {
                return SmsResult.Rejected(SmsFailure.Transient);
            }
        }
    }

    private sealed class UnreadableIsRejected(Provider provider) : WrongGateway(provider)
    {
        protected override SmsResult Understand(string answer) =>
            answer == "�" ? SmsResult.Rejected(SmsFailure.Transient) : base.Understand(answer);
    }

    private sealed class AllRecipient(Provider provider) : WrongGateway(provider)
    {
        protected override SmsResult Understand(string answer) =>
            answer is "recipient" or "credentials" ? SmsResult.Rejected(SmsFailure.Recipient) : base.Understand(answer);
    }

    private sealed class Throws(Provider provider) : WrongGateway(provider)
    {
        protected override SmsResult Understand(string answer) =>
            answer == "recipient" ? throw new InvalidOperationException("21211") : base.Understand(answer);
    }

    private sealed class Optimist(Provider provider) : WrongGateway(provider)
    {
        protected override SmsResult Understand(string answer) =>
            answer == "fault" ? SmsResult.Accepted(null) : base.Understand(answer);
    }

    private sealed class FaultIsUnprocessed(Provider provider) : WrongGateway(provider)
    {
        protected override SmsResult Understand(string answer) =>
            answer == "fault" ? SmsResult.Rejected(SmsFailure.Unprocessed) : base.Understand(answer);
    }

    private sealed class ShortNumber(Provider provider) : WrongGateway(provider)
    {
        private readonly Provider _provider = provider;

        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken) =>
            Understand(await _provider.TakeAsync("0" + message.To[3..], message.Body, cancellationToken));
    }

    private sealed class Talks(Provider provider) : WrongGateway(provider)
    {
        protected override async Task<SmsResult> AskAsync(SmsMessage message, CancellationToken cancellationToken) =>
            await base.AskAsync(message, cancellationToken) is { Status: FactorDeliveryStatus.Accepted }
                ? SmsResult.Accepted($"sent to {message.To}")
                : SmsResult.Ambiguous();
    }

    private sealed class Uncancelled(Provider provider) : WrongGateway(provider)
    {
        public override ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken) =>
            base.SendAsync(message, CancellationToken.None);
    }

    private sealed class OddName(Provider provider) : WrongGateway(provider)
    {
        public override string Name => "My Gateway";
    }
}
