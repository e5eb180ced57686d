using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The texts of the pages in the language of the request. The key of a text is its English wording. Texts of the host's
/// <see cref="TwoFactorPagesOptions.Texts"/> come first. Pages and partials get it by injection.
/// </summary>
public sealed class TwoFactorTexts
{
    private const int MaxSecondsTold = 120;
    private const int SecondsPerMinute = 60;
    private const string InBrackets = "({0})";

    private readonly IStringLocalizer? _host;
    private readonly TimeZoneInfo _zone;
    private readonly HtmlEncoder _encoder;

    /// <summary>Creates the texts of a request.</summary>
    /// <param name="options">The settings of the pages.</param>
    /// <param name="services">The services of the request.</param>
    /// <param name="accessor">The request.</param>
    /// <param name="encoder">Encodes for HTML.</param>
    public TwoFactorTexts(
        IOptions<TwoFactorPagesOptions> options,
        IServiceProvider services,
        IHttpContextAccessor accessor,
        HtmlEncoder encoder
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(accessor);
        _encoder = encoder;
        _host = options.Value.Texts is { } type
            ? services.GetRequiredService<IStringLocalizerFactory>().Create(type)
            : null;
        _zone =
            accessor.HttpContext is { } context && options.Value.TimeZone is { } zone
                ? zone(context)
                : TimeZoneInfo.Utc;
    }

    /// <summary>The text in the language of the request; the English wording itself where no table has it.</summary>
    /// <param name="text">The English wording, or the key of a name.</param>
    public string this[string text] => Find(text) ?? text;

    /// <summary>The text with its places filled in.</summary>
    /// <param name="text">The English wording, or the key of a name.</param>
    /// <param name="values">What stands in the places <c>{0}</c>, <c>{1}</c> and so on.</param>
    public string this[string text, params object[] values] =>
        string.Format(CultureInfo.CurrentCulture, this[text], values);

    /// <summary>The text with HTML in its places; everything else is encoded.</summary>
    /// <param name="text">The English wording.</param>
    /// <param name="values">What stands in the places.</param>
    public IHtmlContent Html(string text, params IHtmlContent[] values) =>
        new HtmlFormattableString(CultureInfo.CurrentCulture, _encoder.Encode(this[text]), values);

    /// <summary>The name of one of the library's codes, e.g. of a reason; the code itself if it has none.</summary>
    /// <param name="code">The code; null gives an empty text.</param>
    public string Code(string? code) => code is null ? "" : Find($"code.{code}") ?? code;

    /// <summary>The name of a method; its own name if the tables do not know it.</summary>
    /// <param name="method">The method.</param>
    public string Method(string method) => Find($"method.{method}") ?? method;

    /// <summary>What a method is, in a sentence; empty if the tables do not know it.</summary>
    /// <param name="method">The method.</param>
    public string AboutMethod(string method) => Find($"method.{method}.about") ?? "";

    /// <summary>
    /// What users must see before they set up a method. A text of the host, by its English wording, comes first.
    /// </summary>
    /// <param name="method">The method; null gives null.</param>
    /// <returns>The notice, or null if there is none.</returns>
    public string? Notice(FactorMethodInfo? method) =>
        method?.Notice is { } english && _host?[english] is { ResourceNotFound: false } found
            ? found.Value
            : method?.NoticeIn(CultureInfo.CurrentUICulture.Name);

    /// <summary>An event as a sentence.</summary>
    /// <param name="e">The event.</param>
    public string Event(AuditEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var sentence = Find($"event.{e.Type}.{e.Outcome}") ?? Find($"event.{e.Type}") ?? e.Type;

        // A code may be asked for, and typed, without a method being named.
        if (e.Method is null)
            sentence = sentence
                .Replace($" {InBrackets}", "", StringComparison.Ordinal)
                .Replace(InBrackets, "", StringComparison.Ordinal);

        return string.Format(CultureInfo.CurrentCulture, sentence, Method(e.Method ?? ""));
    }

    /// <summary>A duration in seconds, or in minutes from two minutes on.</summary>
    /// <param name="time">The duration, rounded up.</param>
    public string Duration(TimeSpan time)
    {
        var seconds = (int)Math.Ceiling(time.TotalSeconds);
        return seconds < MaxSecondsTold
            ? this["{0} seconds", seconds]
            : this["{0} minutes", (seconds + SecondsPerMinute - 1) / SecondsPerMinute];
    }

    /// <summary>A time as a <c>time</c> element; a dash for none.</summary>
    /// <param name="time">The time.</param>
    public IHtmlContent Time(DateTimeOffset? time) =>
        time is { } at
            ? new HtmlString(
                $"<time datetime=\"{at.UtcDateTime.ToString("s", CultureInfo.InvariantCulture)}Z\">"
                    + $"{_encoder.Encode(Plain(at))}</time>"
            )
            : new HtmlString("–");

    private string Plain(DateTimeOffset at)
    {
        var text = TimeZoneInfo.ConvertTime(at, _zone).ToString("g", CultureInfo.CurrentCulture);
        return _zone.Equals(TimeZoneInfo.Utc) ? $"{text} UTC" : text;
    }

    private string? Find(string text) =>
        _host?[text] is { ResourceNotFound: false } found
            ? found.Value
            : TextTables.Find(text, CultureInfo.CurrentUICulture);
}
