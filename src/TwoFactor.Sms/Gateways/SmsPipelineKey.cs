namespace TwoFactor.Sms;

/// <summary>
/// Names a gateway's pipeline in Polly's registry. A type of our own: the host's pipelines, which have other keys, are
/// in registries of theirs.
/// </summary>
internal readonly record struct SmsPipelineKey(string Gateway);
