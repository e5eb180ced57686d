namespace TwoFactor.Email;

/// <summary>What users must see before they choose codes by e-mail (NIST SP 800-63B-4 §3.2.9).</summary>
internal static class EmailNotice
{
    public const string English =
        "Codes by e-mail are less secure than an authenticator app: whoever can read your mail gets the code, and "
        + "often a new password too. Standards do not count e-mail as a second device (NIST SP 800-63B-4). Use an "
        + "authenticator app if you can, and protect your mailbox with a second factor of its own.";

    public static IReadOnlyDictionary<string, string> Translations { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ja"] =
                "メールのコードは認証アプリより安全性が低くなります。メールを読める人はコードを入手でき、新しいパスワードも得られることがあります。標準規格ではメールは第二の端末とは見なされません(NIST "
                + "SP 800-63B-4)。可能なら認証アプリを使い、メールボックスも2段階認証で保護してください。",
            ["de"] =
                "Codes per E-Mail sind weniger sicher als eine Authenticator-App: Wer Ihre E-Mails lesen kann, "
                + "bekommt den Code und oft auch ein neues Passwort. Normen zählen E-Mail nicht als zweites Gerät "
                + "(NIST SP 800-63B-4). Verwenden Sie wenn möglich eine Authenticator-App, und schützen Sie Ihr "
                + "Postfach mit einem eigenen zweiten Faktor.",
            ["fr"] =
                "Les codes par e-mail sont moins sûrs qu'une application d'authentification : qui peut lire vos "
                + "e-mails obtient le code, et souvent aussi un nouveau mot de passe. Les normes ne comptent pas "
                + "l'e-mail comme un second appareil (NIST SP 800-63B-4). Utilisez si possible une application "
                + "d'authentification, et protégez votre messagerie par un second facteur.",
            ["es"] =
                "Los códigos por correo son menos seguros que una aplicación de autenticación: quien pueda leer "
                + "su correo obtiene el código, y a menudo también una contraseña nueva. Las normas no cuentan el "
                + "correo como segundo dispositivo (NIST SP 800-63B-4). Use una aplicación de autenticación si "
                + "puede, y proteja su buzón con un segundo factor propio.",
            ["pt"] =
                "Os códigos por e-mail são menos seguros do que uma aplicação de autenticação: quem lê o seu "
                + "e-mail obtém o código e, muitas vezes, também uma nova palavra-passe. As normas não contam o "
                + "e-mail como segundo dispositivo (NIST SP 800-63B-4). Se puder, use uma aplicação de "
                + "autenticação, e proteja a sua caixa de correio com um segundo fator próprio.",
            ["zh-Hans"] =
                "电子邮件代码不如身份验证器应用安全:能读取您邮件的人可以得到代码,往往还能得到新密码。标准不把电子邮件视为第二设备(NIST SP "
                + "800-63B-4)。请尽可能使用身份验证器应用,并为邮箱启用第二重验证。",
            ["ar"] =
                "الرموز عبر البريد الإلكتروني أقل أمانًا من تطبيق المصادقة: من يقرأ بريدك يحصل على الرمز، "
                + "وغالبًا على كلمة مرور جديدة أيضًا. لا تعدّ المعايير البريد جهازًا ثانيًا (NIST SP 800-63B-4). "
                + "استخدم تطبيق مصادقة إن أمكن، واحمِ بريدك بعامل ثانٍ خاص به.",
        };
}
