namespace TwoFactor.Email;

/// <summary>The built-in texts. Each says what the code is for and never to share it.</summary>
internal sealed class BuiltInMailTemplates : IMailTemplates
{
    private static readonly Dictionary<string, MailTemplate> s_texts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = Text(
            "Your {app} code",
            "Your code for {app}:",
            "It is good for {minutes} minutes.",
            "Never tell it to anyone. If you did not ask for it, somebody may know your password: change it.",
            "It was not me: end this attempt"
        ),
        ["ja"] = Text(
            "{app}の確認コード",
            "{app}の確認コード:",
            "有効期限は{minutes}分です。",
            "他人に教えないでください。お心当たりがない場合は、パスワードが知られている可能性があります。パスワードを変更してください。",
            "身に覚えがないので、この操作を中止する"
        ),
        ["de"] = Text(
            "Ihr Code für {app}",
            "Ihr Code für {app}:",
            "Er gilt {minutes} Minuten.",
            "Geben Sie ihn nie weiter. "
                + "Wenn Sie ihn nicht angefordert haben, kennt womöglich jemand Ihr Passwort: Ändern Sie es.",
            "Das war ich nicht: diesen Versuch beenden"
        ),
        ["fr"] = Text(
            "Votre code {app}",
            "Votre code pour {app} :",
            "Il est valable {minutes} minutes.",
            "Ne le communiquez à personne. "
                + "Si vous ne l’avez pas demandé, quelqu’un connaît peut-être votre mot de passe : changez-le.",
            "Ce n’était pas moi : arrêter cette tentative"
        ),
        ["es"] = Text(
            "Su código de {app}",
            "Su código para {app}:",
            "Es válido durante {minutes} minutos.",
            "No lo comparta con nadie. "
                + "Si no lo ha pedido usted, es posible que alguien conozca su contraseña: cámbiela.",
            "No he sido yo: detener este intento"
        ),
        ["pt"] = Text(
            "Seu código de {app}",
            "Seu código para {app}:",
            "Ele vale por {minutes} minutos.",
            "Não o informe a ninguém. Se você não o pediu, alguém pode conhecer sua senha: altere-a.",
            "Não fui eu: encerrar esta tentativa"
        ),
        ["it"] = Text(
            "Il tuo codice {app}",
            "Il tuo codice per {app}:",
            "È valido per {minutes} minuti.",
            "Non dirlo a nessuno. Se non lo hai chiesto tu, qualcuno potrebbe conoscere la tua password: cambiala.",
            "Non ero io: interrompi questo tentativo"
        ),
        ["ko"] = Text(
            "{app} 인증번호",
            "{app} 인증번호:",
            "유효 시간은 {minutes}분입니다.",
            "타인에게 알려주지 마세요. 요청한 적이 없다면 누군가 비밀번호를 알고 있을 수 있으니 변경하세요.",
            "본인이 아닙니다: 이 시도 중단하기"
        ),
        ["zh-Hans"] = Text(
            "{app}验证码",
            "您的{app}验证码：",
            "{minutes} 分钟内有效。",
            "请勿告诉他人。如果不是您本人请求的，可能有人知道您的密码，请尽快更改。",
            "不是我本人操作，终止此次尝试"
        ),
        ["zh-Hant"] = Text(
            "{app}驗證碼",
            "您的{app}驗證碼：",
            "{minutes} 分鐘內有效。",
            "請勿告訴他人。如果不是您本人要求的，可能有人知道您的密碼，請儘快變更。",
            "不是我本人操作，終止此次嘗試"
        ),
        ["ar"] = Text(
            "رمز {app}",
            "رمزك في {app}:",
            "صالح لمدة {minutes} دقائق.",
            "لا تخبر به أحدًا. إذا لم تطلبه أنت، فقد يكون أحد يعرف كلمة مرورك: غيّرها.",
            "لم أكن أنا: أوقف هذه المحاولة"
        ),
        ["hi"] = Text(
            "{app} का कोड",
            "{app} के लिए आपका कोड:",
            "यह {minutes} मिनट तक मान्य है।",
            "इसे किसी को न बताएं। यदि आपने इसे नहीं मांगा, तो हो सकता है कोई आपका पासवर्ड जानता हो: उसे बदलें।",
            "यह मैंने नहीं किया: इस प्रयास को रोकें"
        ),
        ["nl"] = Text(
            "Uw code voor {app}",
            "Uw code voor {app}:",
            "Hij is {minutes} minuten geldig.",
            "Geef hem aan niemand door. "
                + "Als u er niet om hebt gevraagd, kent iemand misschien uw wachtwoord: wijzig het.",
            "Dit was ik niet: deze poging stoppen"
        ),
        ["sv"] = Text(
            "Din kod till {app}",
            "Din kod till {app}:",
            "Den gäller i {minutes} minuter.",
            "Lämna aldrig ut den. Om du inte har bett om den kan någon känna till ditt lösenord: byt det.",
            "Det var inte jag: avbryt det här försöket"
        ),
        ["pl"] = Text(
            "Kod do {app}",
            "Twój kod do {app}:",
            "Jest ważny przez {minutes} min.",
            "Nie podawaj go nikomu. Jeśli to nie Ty o niego prosisz, ktoś może znać Twoje hasło: zmień je.",
            "To nie ja: przerwij tę próbę"
        ),
        ["tr"] = Text(
            "{app} kodunuz",
            "{app} için kodunuz:",
            "{minutes} dakika geçerlidir.",
            "Kimseyle paylaşmayın. Siz istemediyseniz birisi parolanızı biliyor olabilir: değiştirin.",
            "Bu ben değildim: bu girişimi sonlandır"
        ),
    };

    public IReadOnlyCollection<string> Languages => s_texts.Keys;

    public MailTemplate Find(string language, ChallengePurpose purpose) => s_texts[language];

    /// <summary>The words of the link in a language, or else in English.</summary>
    public static string NotMeIn(string language) =>
        s_texts[MessageLanguages.Find(s_texts.Keys, language) ?? "en"].NotMe!;

    private static MailTemplate Text(string subject, string lead, string expiry, string warning, string notMe) =>
        new()
        {
            Subject = subject,
            Lead = lead,
            Expiry = expiry,
            Warning = warning,
            NotMe = notMe,
        };
}
