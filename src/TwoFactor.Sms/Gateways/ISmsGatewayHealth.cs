namespace TwoFactor.Sms.Gateways;

/// <summary>An <see cref="ISmsGateway"/> that can check its provider without sending a message.</summary>
public interface ISmsGatewayHealth
{
    /// <summary>Checks that the provider accepts the credentials and that the account is usable.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What is wrong, as a sentence without secrets; null if all is well.</returns>
    ValueTask<string?> CheckAsync(CancellationToken cancellationToken);
}
