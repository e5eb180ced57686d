namespace TwoFactor.Sms;

/// <summary>What users must see before they choose codes by SMS (NIST SP 800-63B-4 §3.2.9).</summary>
internal static class SmsNotice
{
    public const string English =
        "Codes by SMS are less secure than an authenticator app: a phone number can be moved to another SIM card "
        + "without you, and messages can be read on their way or on a locked screen. Use an authenticator app if "
        + "you can. If you lose the number, remove it here at once.";

    public static IReadOnlyDictionary<string, string> Translations { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ja"] =
                "SMSのコードは認証アプリより安全性が低くなります。電話番号は本人の知らないうちに別のSIMカードへ移されることがあり、"
                + "メッセージは途中やロック画面で読まれることがあります。可能なら認証アプリをお使いください。"
                + "番号を失ったときは、すぐにここで削除してください。",
            ["de"] =
                "Codes per SMS sind weniger sicher als eine Authenticator-App: Eine Nummer kann ohne Ihr Zutun "
                + "auf eine andere SIM-Karte übertragen werden, und Nachrichten können unterwegs oder auf dem "
                + "Sperrbildschirm gelesen werden. Verwenden Sie wenn möglich eine Authenticator-App. Wenn Sie "
                + "die Nummer verlieren, entfernen Sie sie hier sofort.",
            ["fr"] =
                "Les codes par SMS sont moins sûrs qu'une application d'authentification : un numéro peut être "
                + "transféré sur une autre carte SIM sans vous, et les messages peuvent être lus en chemin ou sur "
                + "un écran verrouillé. Utilisez si possible une application d'authentification. Si vous perdez "
                + "le numéro, supprimez-le ici aussitôt.",
            ["es"] =
                "Los códigos por SMS son menos seguros que una aplicación de autenticación: un número puede "
                + "pasarse a otra tarjeta SIM sin usted, y los mensajes pueden leerse por el camino o en una "
                + "pantalla bloqueada. Use una aplicación de autenticación si puede. Si pierde el número, quítelo "
                + "aquí enseguida.",
            ["pt"] =
                "Os códigos por SMS são menos seguros do que uma aplicação de autenticação: um número pode ser "
                + "passado para outro cartão SIM sem si, e as mensagens podem ser lidas no caminho ou num ecrã "
                + "bloqueado. Se puder, use uma aplicação de autenticação. Se perder o número, remova-o aqui de "
                + "imediato.",
            ["zh-Hans"] =
                "短信代码不如身份验证器应用安全:号码可能在您不知情时被转移到另一张 SIM 卡,短信也可能在途中或锁屏上被他人看到。请尽可能使用身份验证器应用。如果丢失号码,请立即在此移除。",
            ["ar"] =
                "الرموز عبر الرسائل القصيرة أقل أمانًا من تطبيق المصادقة: يمكن نقل رقم الهاتف إلى شريحة أخرى "
                + "دون علمك، ويمكن قراءة الرسائل في الطريق أو على شاشة مقفلة. استخدم تطبيق مصادقة إن أمكن. وإذا "
                + "فقدت الرقم فأزله هنا فورًا.",
        };
}
