using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TwoFactor.Tests;

/// <summary>A certificate for <c>localhost</c>, made for this run, that nobody vouches for.</summary>
internal static class MailCertificate
{
    static MailCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Value = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        Pem = made.ExportCertificatePem();
        KeyPem = key.ExportPkcs8PrivateKeyPem();
    }

    public static X509Certificate2 Value { get; }

    public static string Pem { get; }

    public static string KeyPem { get; }

    /// <summary>Whether a server showed this certificate.</summary>
    public static bool IsShown(X509Certificate? certificate) =>
        certificate?.GetCertHashString() == Value.GetCertHashString();
}
