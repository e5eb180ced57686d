namespace TwoFactor.Testing;

/// <summary>
/// The requirements for a mail gateway: it makes one attempt, delivers what it was given, shows none of it, and never
/// reports a message as not sent that may have been sent. Timeouts, fail-over and circuit breakers are the library's.
/// </summary>
/// <param name="open">Makes the gateway and its simulated provider; called at least once per case.</param>
public sealed class MailGatewayKit(Func<ValueTask<MailGatewayHarness>> open) : ConformanceKit
{
    private const string Code = "739158";
    private const string Mailbox = "alice.liddell+kit";
    private const int MaxNameLength = 32;
    private const int AtOnce = 8;

    /// <summary>
    /// What the simulated provider can do. Default: everything. Cases that need something else are left out, which is
    /// right for a gateway without a provider, e.g. one that writes files.
    /// </summary>
    public IReadOnlyCollection<MailProviderBehavior> Behaviors { get; init; } = Enum.GetValues<MailProviderBehavior>();

    private protected override string Name => "mail gateway";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases()
    {
        (MailProviderBehavior Needed, string Name, Func<CancellationToken, Task> Run)[] all =
        [
            (
                MailProviderBehavior.Accept,
                nameof(The_name_is_made_of_lower_case_letters_digits_and_dashes),
                The_name_is_made_of_lower_case_letters_digits_and_dashes
            ),
            (
                MailProviderBehavior.Accept,
                nameof(An_accepted_message_arrives_once_and_as_it_was_given),
                An_accepted_message_arrives_once_and_as_it_was_given
            ),
            (
                MailProviderBehavior.Accept,
                nameof(Messages_at_once_arrive_each_at_its_own_recipient),
                Messages_at_once_arrive_each_at_its_own_recipient
            ),
            (
                MailProviderBehavior.RejectRecipient,
                nameof(A_mailbox_that_does_not_exist_is_the_recipients_matter),
                A_mailbox_that_does_not_exist_is_the_recipients_matter
            ),
            (
                MailProviderBehavior.RejectText,
                nameof(A_text_that_is_refused_is_a_matter_of_policy),
                A_text_that_is_refused_is_a_matter_of_policy
            ),
            (
                MailProviderBehavior.RefuseForNow,
                nameof(What_was_refused_for_now_is_not_asked_again_by_the_gateway),
                What_was_refused_for_now_is_not_asked_again_by_the_gateway
            ),
            (
                MailProviderBehavior.RejectCredentials,
                nameof(Wrong_credentials_are_a_matter_of_configuration),
                Wrong_credentials_are_a_matter_of_configuration
            ),
            (
                MailProviderBehavior.Unreachable,
                nameof(A_provider_that_cannot_be_reached_was_given_nothing),
                A_provider_that_cannot_be_reached_was_given_nothing
            ),
            (
                MailProviderBehavior.Reset,
                nameof(A_connection_that_breaks_after_the_text_began_leaves_it_open_and_is_not_tried_again),
                A_connection_that_breaks_after_the_text_began_leaves_it_open_and_is_not_tried_again
            ),
            (
                MailProviderBehavior.Reset,
                nameof(A_message_that_may_have_left_is_not_sent_again_after_others_were_accepted),
                A_message_that_may_have_left_is_not_sent_again_after_others_were_accepted
            ),
            (
                MailProviderBehavior.Garble,
                nameof(An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent),
                An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent
            ),
            (
                MailProviderBehavior.Hang,
                nameof(A_message_in_mid_flight_that_is_cancelled_may_have_been_sent),
                A_message_in_mid_flight_that_is_cancelled_may_have_been_sent
            ),
            (
                MailProviderBehavior.Accept,
                nameof(Cancelled_before_it_begins_nothing_is_sent),
                Cancelled_before_it_begins_nothing_is_sent
            ),
            (MailProviderBehavior.Accept, nameof(A_check_sends_nothing), A_check_sends_nothing),
            (
                MailProviderBehavior.Accept,
                nameof(No_answer_exception_or_log_shows_the_code_or_the_address),
                No_answer_exception_or_log_shows_the_code_or_the_address
            ),
        ];
        return all.Where(c => Behaviors.Contains(c.Needed)).Select(c => (c.Name, c.Run));
    }

    private async Task The_name_is_made_of_lower_case_letters_digits_and_dashes(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var name = harness.Gateway.Name;
        Expect.That(
            name.Length is > 0 and <= MaxNameLength
                && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            $"'{name}' is made of 1 to {MaxNameLength} lower-case letters, digits and dashes"
        );
        Expect.Equal(name, harness.Gateway.Name, "the name when it is asked for again");
    }

    private async Task An_accepted_message_arrives_once_and_as_it_was_given(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var message = Message();
        var result = await SendAsync(harness, message, token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Accepted, result.Status, "the status of an accepted message");
        Expect.Equal(1, harness.Attempts, "the number of attempts");
        Expect.Equal(1, harness.Arrived.Count, "the number of messages that arrived");
        Expect.Equal(Show(message, harness), Show(harness.Arrived[0]), "what arrived");
    }

    private async Task Messages_at_once_arrive_each_at_its_own_recipient(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var messages = Enumerable.Range(0, AtOnce).Select(i => Message($"{i}")).ToList();
        var results = await Task.WhenAll(
                messages.Select(m => Task.Run(() => SendAsync(harness, m, token), CancellationToken.None))
            )
            .ConfigureAwait(false);
        Expect.That(
            Array.TrueForAll(results, r => r.Status == FactorDeliveryStatus.Accepted),
            $"all of {AtOnce} messages at once are accepted"
        );
        Expect.Equal(AtOnce, harness.Attempts, "the number of attempts");
        Expect.Sequence(
            messages.Select(m => Show(m, harness)),
            harness.Arrived.Select(Show).Order(StringComparer.Ordinal),
            "the messages that arrived"
        );
    }

    private Task A_mailbox_that_does_not_exist_is_the_recipients_matter(CancellationToken token) =>
        RefusedAsync(MailProviderBehavior.RejectRecipient, MailFailure.Recipient, token);

    private Task A_text_that_is_refused_is_a_matter_of_policy(CancellationToken token) =>
        RefusedAsync(MailProviderBehavior.RejectText, MailFailure.Policy, token);

    private Task What_was_refused_for_now_is_not_asked_again_by_the_gateway(CancellationToken token) =>
        RefusedAsync(MailProviderBehavior.RefuseForNow, MailFailure.Transient, token);

    private Task Wrong_credentials_are_a_matter_of_configuration(CancellationToken token) =>
        RefusedAsync(MailProviderBehavior.RejectCredentials, MailFailure.Configuration, token);

    private Task A_provider_that_cannot_be_reached_was_given_nothing(CancellationToken token) =>
        RefusedAsync(MailProviderBehavior.Unreachable, MailFailure.Unreachable, token);

    private async Task A_connection_that_breaks_after_the_text_began_leaves_it_open_and_is_not_tried_again(
        CancellationToken token
    )
    {
        var harness = await BeginAsync(MailProviderBehavior.Reset).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, Message(), token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Ambiguous, result.Status, "the status of what may have been sent");
        Expect.Equal(1, harness.Attempts, "the number of attempts");
    }

    // A connection that is kept from the message before is a temptation to send on a new one.
    private async Task A_message_that_may_have_left_is_not_sent_again_after_others_were_accepted(
        CancellationToken token
    )
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        await SendAsync(harness, Message(), token).ConfigureAwait(false);
        await SendAsync(harness, Message(), token).ConfigureAwait(false);
        harness.Behavior = MailProviderBehavior.Reset;
        var result = await SendAsync(harness, Message(), token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Ambiguous, result.Status, "the status of what may have been sent");
        Expect.Equal(3, harness.Attempts, "the number of attempts for three messages");
    }

    private async Task An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Garble).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, Message(), token).ConfigureAwait(false);
        Expect.That(result.Status != FactorDeliveryStatus.Rejected, "what may have been sent is not called rejected");
        Expect.Equal(1, harness.Attempts, "the number of attempts");
    }

    private async Task A_message_in_mid_flight_that_is_cancelled_may_have_been_sent(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Hang).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        var sending = SendAsync(harness, Message(), patience.Token);
        await Task.WhenAny(harness.Hanging, sending).WaitAsync(token).ConfigureAwait(false);
        Expect.That(!sending.IsCompleted, "the gateway waits for the provider's answer");
        await patience.CancelAsync().ConfigureAwait(false);
        try
        {
            var result = await sending.ConfigureAwait(false);
            Expect.Equal(
                FactorDeliveryStatus.Ambiguous,
                result.Status,
                "the status of what was cancelled in mid-flight"
            );
        }
        catch (OperationCanceledException)
        {
            // The library treats this exception as ambiguous.
        }

        Expect.Equal(1, harness.Attempts, "the number of attempts");
    }

    private async Task Cancelled_before_it_begins_nothing_is_sent(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        try
        {
            var result = await SendAsync(harness, Message(), new CancellationToken(canceled: true))
                .ConfigureAwait(false);
            Expect.Equal(FactorDeliveryStatus.Rejected, result.Status, "the status of what was never begun");
        }
        catch (OperationCanceledException)
        {
            // This is allowed too.
        }

        Expect.Equal((0, 0), (harness.Attempts, harness.Arrived.Count), "the attempts, and the messages that arrived");
    }

    private async Task A_check_sends_nothing(CancellationToken token)
    {
        var harness = await BeginAsync(MailProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var problem = await harness.Gateway.CheckAsync(token).ConfigureAwait(false);
        Expect.Equal(null, problem, "the problem of a gateway that can send");
        Expect.Equal((0, 0), (harness.Attempts, harness.Arrived.Count), "the attempts, and the messages that arrived");
    }

    private async Task No_answer_exception_or_log_shows_the_code_or_the_address(CancellationToken token)
    {
        foreach (var behavior in Behaviors.Where(b => b != MailProviderBehavior.Hang))
        {
            var harness = await BeginAsync(behavior).ConfigureAwait(false);
            await using var provider = harness.ConfigureAwait(false);
            var shown = $"{await SayAsync(harness, token).ConfigureAwait(false)} {harness.Gateway}";
            shown += string.Join('\n', harness.LogLines);
            Expect.That(
                !shown.Contains(Code, StringComparison.Ordinal) && !shown.Contains(Mailbox, StringComparison.Ordinal),
                $"the answer to {behavior} shows neither code nor address, nor does the log"
            );
        }
    }

    private async Task RefusedAsync(MailProviderBehavior behavior, MailFailure failure, CancellationToken token)
    {
        var harness = await BeginAsync(behavior).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, Message(), token).ConfigureAwait(false);
        Expect.Equal(
            (FactorDeliveryStatus.Rejected, failure),
            (result.Status, result.Failure),
            "status and class of failure"
        );
        Expect.That(harness.Attempts <= 1, $"there is one attempt at most, not {harness.Attempts}");
    }

    private async ValueTask<MailGatewayHarness> BeginAsync(MailProviderBehavior behavior)
    {
        var harness = await open().ConfigureAwait(false);
        harness.Behavior = behavior;
        return harness;
    }

    private static async Task<MailResult> SendAsync(
        MailGatewayHarness harness,
        MailMessage message,
        CancellationToken token
    )
    {
        try
        {
            return await harness.Gateway.SendAsync(message, token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new ConformanceException(
                $"Expected a result, but the gateway threw {e.GetType().Name}: whatever a provider does is a result.",
                e
            );
        }
    }

    private static async Task<string> SayAsync(MailGatewayHarness harness, CancellationToken token)
    {
        try
        {
            var result = await harness.Gateway.SendAsync(Message(), token).ConfigureAwait(false);
            var problem = await harness.Gateway.CheckAsync(token).ConfigureAwait(false);
            return $"{result} {result.MessageId} {result.ProviderCode} {problem}";
        }
#pragma warning disable CA1031 // Whatever the gateway throws: an exception may show the message too.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.ToString();
        }
    }

    // The text has a line that is one dot, a long line, and letters outside of ASCII: transports like to change these.
    private static MailMessage Message(string mark = "") =>
        new()
        {
            To = $"{Mailbox}{mark}@example.com",
            Subject = $"Example の確認コード{mark}",
            Text = $"Ihr Code – コード{mark}:\n\n{Code}{mark}\n\n.\n..\n{new string('x', 1_200)}\n",
            Html =
                $"<!DOCTYPE html>\n<html lang=\"ja\"><body><p>コード{mark} &amp; Code:</p><p>{Code}{mark}</p></body></html>\n",
            Language = "ja",
            Code = Code + mark,
            IsUnconfirmed = true,
            SentAt = Samples.Start,
            ValidFor = TimeSpan.FromMinutes(5),
            Number = 1,
            Reference = "reference",
        };

    private static string Show(MailMessage message, MailGatewayHarness harness) =>
        Show(message.To, message.Subject, message.Text, harness.SendsHtml ? message.Html : null);

    private static string Show(ArrivedMail mail) => Show(mail.To, mail.Subject, mail.Text, mail.Html);

    private static string Show(string to, string subject, string text, string? html) =>
        $"{to} | {subject} | {Lines(text)} | {Lines(html ?? "no HTML")}";

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');
}
