namespace TwoFactor.Sms.Gateways;

/// <summary>An <see cref="ISmsGateway"/> that can be asked whether it would work, without sending anything.</summary>
public interface ISmsGatewayHealth
{
    /// <summary>Asks the provider whether credentials and account are good.</summary>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>What is wrong, in a sentence without secrets; null if nothing is.</returns>
    ValueTask<string?> CheckAsync(CancellationToken cancellationToken);
}
