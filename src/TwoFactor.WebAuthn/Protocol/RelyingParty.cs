using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Options;

namespace TwoFactor.WebAuthn;

/// <summary>
/// The two ceremonies of WebAuthn Level 3, registration (§7.1) and authentication (§7.2). Fido2 verifies them. What it
/// leaves open, or checks less strictly, is checked here: challenges, origins, attestation, backup eligibility.
/// </summary>
internal sealed class RelyingParty(IOptions<WebAuthnOptions> options, IOptions<TwoFactorOptions> common)
{
    private readonly WebAuthnOptions _options = options.Value;
    private Fido2Configuration? _configuration;
    private Fido2? _fido;

    // Made for the first key: an app that starts need not wait for it. Two of them would be alike.
    private Fido2Configuration Configuration =>
        _configuration ??= new()
        {
            RPID = _options.RelyingPartyId,
            RPName = _options.RelyingPartyName ?? common.Value.Issuer,
            Origins = _options.Origins.ToHashSet(StringComparer.Ordinal),
            Timeout = (uint)_options.Timeout.TotalMilliseconds,
            BackupEligibleCredentialPolicy = _options.AllowSynced
                ? Fido2Configuration.CredentialBackupPolicy.Allowed
                : Fido2Configuration.CredentialBackupPolicy.Disallowed,
        };

    private Fido2 Fido => _fido ??= new Fido2(Configuration);

    private UserVerificationRequirement Verification =>
        _options.UserVerification switch
        {
            WebAuthnUserVerification.Required => UserVerificationRequirement.Required,
            WebAuthnUserVerification.Discouraged => UserVerificationRequirement.Discouraged,
            _ => UserVerificationRequirement.Preferred,
        };

    /// <summary>The options for <c>navigator.credentials.create</c>, as JSON (§5.4).</summary>
    public string CreationOptions(KeyState pending, string accountName, IEnumerable<KeyState> others) =>
        Creation(pending, accountName, others).ToJson();

    /// <summary>The options for <c>navigator.credentials.get</c>, as JSON (§5.5).</summary>
    public string RequestOptions(byte[] challenge, IEnumerable<KeyState> keys) => Request(challenge, keys).ToJson();

    /// <summary>Checks the answer to <see cref="CreationOptions"/>.</summary>
    public Registration Register(string answer, KeyState pending)
    {
        if (Parse(answer, AnswerJson.Default.AuthenticatorAttestationRawResponse) is not { Response: { } response } raw)
            return Registration.Refused("malformed");

        if (response.ClientDataJson is null || response.AttestationObject is null || raw.RawId is null)
            return Registration.Refused("malformed");

        var problem = ClientData.Problem(
            response.ClientDataJson,
            ClientData.Creation,
            pending.Challenge!,
            _options.Origins
        );
        if (problem is not null)
            return Registration.Refused(problem);

        if (Attestation.Strip(response.AttestationObject) is not { } stripped)
            return Registration.Refused("attestation");

        var made = Complete(
            () =>
                Fido.MakeNewCredentialAsync(
                    new MakeNewCredentialParams
                    {
                        AttestationResponse = new AuthenticatorAttestationRawResponse
                        {
                            Id = raw.Id,
                            RawId = raw.RawId,
                            Type = raw.Type,
                            ClientExtensionResults = raw.ClientExtensionResults,
                            Response = new AuthenticatorAttestationRawResponse.AttestationResponse
                            {
                                ClientDataJson = response.ClientDataJson,
                                AttestationObject = stripped.Object,
                                Transports = response.Transports ?? [],
                            },
                        },
                        OriginalOptions = Creation(pending, "user", []),
                        IsCredentialIdUniqueToUserCallback = static (_, _) => Task.FromResult(true),
                    }
                ),
            out var why
        );
        if (made is null)
            return Registration.Refused(why);

        var key = new KeyState
        {
            Handle = pending.Handle,
            Id = made.Id,
            PublicKey = made.PublicKey,
            Counter = made.SignCount,
            Aaguid = made.AaGuid,
            IsBackupEligible = made.IsBackupEligible,
        };
        return new(key, IsUserVerified(stripped.AuthenticatorData), null);
    }

    /// <summary>Checks the answer to <see cref="RequestOptions"/> against one key.</summary>
    /// <returns>The result; null if another key answered.</returns>
    public Assertion? Assert(string answer, byte[] challenge, KeyState key)
    {
        if (Parse(answer, AnswerJson.Default.AuthenticatorAssertionRawResponse) is not { Response: { } response } raw)
            return null;

        if (raw.RawId is null || !raw.RawId.AsSpan().SequenceEqual(key.Id))
            return null;

        if (response.ClientDataJson is null || response.AuthenticatorData is null || response.Signature is null)
            return Assertion.Refused("malformed");

        var problem = ClientData.Problem(response.ClientDataJson, ClientData.Request, challenge, _options.Origins);
        if (problem is not null)
            return Assertion.Refused(problem);

        var flags = AuthenticatorFlags.Of(response.AuthenticatorData);
        if ((flags & AuthenticatorFlags.BackupEligible) != 0 != key.IsBackupEligible)
            return Assertion.Refused("backup_eligibility");

        var result = Complete(
            () =>
                Fido.MakeAssertionAsync(
                    new MakeAssertionParams
                    {
                        AssertionResponse = raw,
                        OriginalOptions = Request(challenge, [key]),
                        StoredPublicKey = key.PublicKey,
                        StoredSignatureCounter = key.Counter,
                        IsUserHandleOwnerOfCredentialIdCallback = (owner, _) =>
                            Task.FromResult(owner.UserHandle.AsSpan().SequenceEqual(key.Handle)),
                    }
                ),
            out var why
        );
        return result is null
            ? Assertion.Refused(why)
            : new(key.With(result.SignCount), IsUserVerified(response.AuthenticatorData), null);
    }

    private CredentialCreateOptions Creation(KeyState pending, string accountName, IEnumerable<KeyState> others) =>
        CredentialCreateOptions.Create(
            Configuration,
            pending.Challenge!,
            new Fido2User
            {
                Id = pending.Handle,
                Name = accountName,
                DisplayName = accountName,
            },
            new AuthenticatorSelection
            {
                UserVerification = Verification,
                ResidentKey = ResidentKeyRequirement.Discouraged,
                AuthenticatorAttachment = _options.Attachment switch
                {
                    WebAuthnAttachment.Platform => AuthenticatorAttachment.Platform,
                    WebAuthnAttachment.CrossPlatform => AuthenticatorAttachment.CrossPlatform,
                    _ => null,
                },
            },
            AttestationConveyancePreference.None,
            [.. others.Select(k => new PublicKeyCredentialDescriptor(k.Id))],
            null,
            PubKeyCredParam.Defaults
        );

    private AssertionOptions Request(byte[] challenge, IEnumerable<KeyState> keys) =>
        AssertionOptions.Create(
            Configuration,
            challenge,
            [.. keys.Select(k => new PublicKeyCredentialDescriptor(k.Id))],
            Verification,
            null
        );

    private static bool IsUserVerified(byte[] authenticatorData) =>
        (AuthenticatorFlags.Of(authenticatorData) & AuthenticatorFlags.UserVerified) != 0;

    private static T? Parse<T>(string answer, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(answer, type);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    // Checking a code is a pure function, so it must not wait. Fido2 awaits only the callbacks, and they complete at
    // once.
    private static T? Complete<T>(Func<Task<T>> verify, out string why)
        where T : class
    {
        why = "";
        try
        {
            var task = verify();
            if (!task.IsCompleted)
                throw new InvalidOperationException("Fido2 waits for something. Checking an answer must not wait.");

#pragma warning disable RS0030 // The task is complete.
            return task.GetAwaiter().GetResult();
#pragma warning restore RS0030
        }
        catch (Fido2VerificationException e)
        {
            why = Reasons.Of(e);
            return null;
        }
    }
}
