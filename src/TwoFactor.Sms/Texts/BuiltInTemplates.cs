namespace TwoFactor.Sms;

/// <summary>
/// The built-in texts. Where the language allows it they use only the GSM 7-bit alphabet: one character outside of it
/// cuts the room from 160 characters to 70. Each text says what the code is for and to keep it secret. None contains a
/// link.
/// </summary>
internal sealed class BuiltInTemplates : IMessageTemplates
{
    private static readonly Dictionary<string, string> s_texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = "{code} is your {app} code. Never share it.",
        ["ja"] = "{app}の確認コード: {code} 他人に教えないでください。",
        ["de"] = "{code} ist Ihr Code für {app}. Geben Sie ihn nie weiter.",
        ["fr"] = "{code} est votre code {app}. Ne le partagez jamais.",
        ["es"] = "{code} es tu clave de {app}. No la compartas nunca.",
        ["pt"] = "{code}: seu PIN de {app}. Nunca o repasse.",
        ["it"] = "{code} è il tuo codice {app}. Non dirlo a nessuno.",
        ["ko"] = "{app} 인증번호: {code} 타인에게 알려주지 마세요.",
        ["zh-Hans"] = "{app}验证码：{code}，请勿告诉他人。",
        ["zh-Hant"] = "{app}驗證碼：{code}，請勿告訴他人。",
        ["ar"] = "رمز {app} هو {code}. لا تشاركه مع أحد.",
        ["hi"] = "{app} का कोड {code} है। किसी को न बताएं।",
        ["nl"] = "{code} is uw code voor {app}. Deel hem nooit.",
        ["sv"] = "{code} är din kod till {app}. Dela den aldrig.",
        ["pl"] = "Kod {app}: {code}. Nie podawaj go nikomu.",
        ["tr"] = "{app} kodunuz: {code}. Kimseye vermeyin.",
    };

    public IReadOnlyCollection<string> Languages => s_texts.Keys;

    public string Find(string language, ChallengePurpose purpose) => s_texts[language];
}
