namespace TwoFactor.Sms.Twilio;

/// <summary>
/// What users must see before they choose codes that come by call or WhatsApp (NIST SP 800-63B-4 §3.2.9).
/// </summary>
internal static class TwilioVerifyNotice
{
    public const string English =
        "Codes that come to a phone number are less secure than an authenticator app: the number can be moved to "
        + "another SIM card without you, and a call or message can be taken by whoever holds the phone. Use an "
        + "authenticator app if you can. If you lose the number, remove it here at once.";

    public static IReadOnlyDictionary<string, string> Translations { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ja"] =
                "電話番号に届くコードは認証アプリより安全性が低くなります。"
                + "番号は本人の知らないうちに別のSIMカードへ移されることがあり、"
                + "電話やメッセージは端末を手にした人が受けられます。可能なら認証アプリをお使いください。"
                + "番号を失ったときは、すぐにここで削除してください。",
            ["de"] =
                "Codes an eine Telefonnummer sind weniger sicher als eine Authenticator-App: Die Nummer kann ohne "
                + "Ihr Zutun auf eine andere SIM-Karte übertragen werden, und wer das Telefon hat, kann Anrufe und "
                + "Nachrichten annehmen. Verwenden Sie wenn möglich eine Authenticator-App. Wenn Sie die Nummer "
                + "verlieren, entfernen Sie sie hier sofort.",
            ["fr"] =
                "Les codes envoyés à un numéro de téléphone sont moins sûrs qu'une application d'authentification : "
                + "le numéro peut être transféré sur une autre carte SIM sans vous, et qui tient le téléphone peut "
                + "prendre un appel ou lire un message. Utilisez si possible une application d'authentification. Si "
                + "vous perdez le numéro, supprimez-le ici aussitôt.",
            ["es"] =
                "Los códigos que llegan a un número de teléfono son menos seguros que una aplicación de "
                + "autenticación: el número puede pasarse a otra tarjeta SIM sin usted, y quien tenga el teléfono "
                + "puede atender la llamada o leer el mensaje. Use una aplicación de autenticación si puede. Si "
                + "pierde el número, quítelo aquí enseguida.",
            ["pt"] =
                "Os códigos que chegam a um número de telefone são menos seguros do que uma aplicação de "
                + "autenticação: o número pode ser passado para outro cartão SIM sem si, e quem tiver o telefone "
                + "pode atender a chamada ou ler a mensagem. Se puder, use uma aplicação de autenticação. Se perder "
                + "o número, remova-o aqui de imediato.",
            ["zh-Hans"] =
                "发送到电话号码的代码不如身份验证器应用安全:号码可能在您不知情时被转移到另一张 SIM 卡,"
                + "拿到手机的人也能接听来电或查看消息。请尽可能使用身份验证器应用。如果丢失号码,请立即在此移除。",
            ["ar"] =
                "الرموز التي تصل إلى رقم هاتف أقل أمانًا من تطبيق المصادقة: يمكن نقل الرقم إلى شريحة أخرى دون "
                + "علمك، ويمكن لمن يحمل الهاتف أن يجيب المكالمة أو يقرأ الرسالة. استخدم تطبيق مصادقة إن أمكن. وإذا "
                + "فقدت الرقم فأزله هنا فورًا.",
        };
}
