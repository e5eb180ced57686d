namespace TwoFactor.Sms;

/// <summary>
/// The key of a gateway's pipeline in Polly's registry. The type is our own, so keys cannot collide with pipelines of
/// the host.
/// </summary>
internal readonly record struct SmsPipelineKey(string Gateway);
