namespace TwoFactor.Testing;

/// <summary>
/// The requirements for an SMS gateway: it makes one attempt, and it never reports a message as not sent that may have
/// been sent, because such a message is sent again. Retries, fail-over and circuit breakers are the library's.
/// </summary>
/// <param name="open">Makes the gateway and its simulated provider; called once per case.</param>
public sealed class SmsGatewayKit(Func<ValueTask<SmsGatewayHarness>> open) : ConformanceKit
{
    private const string Code = "739158";
    private const string Number = "+819012345678";

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private protected override string Name => "SMS gateway";

    private protected override IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases() =>
        [
            (
                nameof(The_name_is_made_of_lower_case_letters_digits_and_dashes),
                The_name_is_made_of_lower_case_letters_digits_and_dashes
            ),
            (
                nameof(An_accepted_message_is_accepted_after_one_request),
                An_accepted_message_is_accepted_after_one_request
            ),
            (
                nameof(A_number_that_cannot_receive_is_the_recipients_matter),
                A_number_that_cannot_receive_is_the_recipients_matter
            ),
            (
                nameof(What_was_refused_for_now_is_not_asked_again_by_the_gateway),
                What_was_refused_for_now_is_not_asked_again_by_the_gateway
            ),
            (nameof(Wrong_credentials_are_a_matter_of_configuration), Wrong_credentials_are_a_matter_of_configuration),
            (nameof(A_fault_of_the_provider_is_asked_once), A_fault_of_the_provider_is_asked_once),
            (
                nameof(A_message_in_mid_flight_that_is_cancelled_may_have_been_sent),
                A_message_in_mid_flight_that_is_cancelled_may_have_been_sent
            ),
            (
                nameof(A_connection_that_breaks_after_the_request_leaves_it_open_and_is_not_tried_again),
                A_connection_that_breaks_after_the_request_leaves_it_open_and_is_not_tried_again
            ),
            (
                nameof(An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent),
                An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent
            ),
            (nameof(Cancelled_before_it_begins_nothing_is_sent), Cancelled_before_it_begins_nothing_is_sent),
            (nameof(No_answer_shows_the_code_or_the_number), No_answer_shows_the_code_or_the_number),
        ];

    private async Task The_name_is_made_of_lower_case_letters_digits_and_dashes(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var name = harness.Gateway.Name;
        Expect.That(
            name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            $"'{name}' is made of lower-case letters, digits and dashes"
        );
        Expect.Equal(name, harness.Gateway.Name, "the name when it is asked for again");
    }

    private async Task An_accepted_message_is_accepted_after_one_request(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Accepted, result.Status, "the status of an accepted message");
        Expect.Equal(Number, harness.LastRecipient, "the number that the provider was given");
        Expect.That(
            harness.LastText?.Contains(Code, StringComparison.Ordinal) == true,
            "the provider was given the code"
        );
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task A_number_that_cannot_receive_is_the_recipients_matter(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.RejectRecipient).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(
            (FactorDeliveryStatus.Rejected, SmsFailure.Recipient),
            (result.Status, result.Failure),
            "status and class of failure"
        );
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task What_was_refused_for_now_is_not_asked_again_by_the_gateway(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.RefuseForNow).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Rejected, result.Status, "the status");
        Expect.That(
            result.Failure is SmsFailure.Unprocessed or SmsFailure.Capacity,
            $"the class of failure is Unprocessed or Capacity, not {result.Failure}"
        );
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task Wrong_credentials_are_a_matter_of_configuration(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.RejectCredentials).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(
            (FactorDeliveryStatus.Rejected, SmsFailure.Configuration),
            (result.Status, result.Failure),
            "status and class of failure"
        );
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task A_fault_of_the_provider_is_asked_once(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Fail).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(
            FactorDeliveryStatus.Ambiguous,
            result.Status,
            "the status after a fault that does not say whether the message left"
        );
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task A_message_in_mid_flight_that_is_cancelled_may_have_been_sent(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Hang).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(s_patience);
        try
        {
            var result = await SendAsync(harness, patience.Token).ConfigureAwait(false);
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

        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task A_connection_that_breaks_after_the_request_leaves_it_open_and_is_not_tried_again(
        CancellationToken token
    )
    {
        var harness = await BeginAsync(ProviderBehavior.Reset).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.Equal(FactorDeliveryStatus.Ambiguous, result.Status, "the status of what may have been sent");
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task An_answer_that_cannot_be_read_does_not_mean_that_nothing_was_sent(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Garble).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        var result = await SendAsync(harness, token).ConfigureAwait(false);
        Expect.That(result.Status != FactorDeliveryStatus.Rejected, "what may have been sent is not called rejected");
        Expect.Equal(1, harness.Requests, "the number of requests");
    }

    private async Task Cancelled_before_it_begins_nothing_is_sent(CancellationToken token)
    {
        var harness = await BeginAsync(ProviderBehavior.Accept).ConfigureAwait(false);
        await using var provider = harness.ConfigureAwait(false);
        await Expect
            .ThrowsAsync<OperationCanceledException>(
                () => SendAsync(harness, new CancellationToken(canceled: true)),
                "a cancelled sending"
            )
            .ConfigureAwait(false);
        Expect.Equal(0, harness.Requests, "the number of requests");
    }

    private async Task No_answer_shows_the_code_or_the_number(CancellationToken token)
    {
        foreach (var behavior in Enum.GetValues<ProviderBehavior>().Where(b => b != ProviderBehavior.Hang))
        {
            var harness = await BeginAsync(behavior).ConfigureAwait(false);
            await using var provider = harness.ConfigureAwait(false);
            var result = await SendAsync(harness, token).ConfigureAwait(false);
            var shown = $"{result} {result.MessageId} {result.ProviderCode} {harness.Gateway}";
            Expect.That(
                !shown.Contains(Code, StringComparison.Ordinal)
                    && !shown.Contains(Number[1..], StringComparison.Ordinal),
                $"the answer to {behavior} shows neither code nor number"
            );
        }
    }

    private async ValueTask<SmsGatewayHarness> BeginAsync(ProviderBehavior behavior)
    {
        var harness = await open().ConfigureAwait(false);
        harness.Behavior = behavior;
        return harness;
    }

    private static async Task<SmsResult> SendAsync(SmsGatewayHarness harness, CancellationToken token)
    {
        var message = new SmsMessage
        {
            To = Number,
            Region = "JP",
            Body = $"{Code} is your Example code. Never share it.",
            Code = Code,
            IsUnconfirmed = true,
            SentAt = Samples.Start,
            ValidFor = TimeSpan.FromMinutes(5),
            Number = 1,
            Reference = "reference",
        };
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
}
