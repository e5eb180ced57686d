using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>ASP.NET Core Identity's messages in the languages of the pages.</summary>
public sealed class ErrorDescriberTests
{
    private static readonly MethodInfo[] s_messages =
    [
        .. typeof(IdentityErrorDescriber).GetMethods().Where(m => m.IsVirtual && m.ReturnType == typeof(IdentityError)),
    ];

    public static TheoryData<string> Languages => [.. TextTables.Languages];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_message_is_in_every_language_and_names_its_value(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var describer = Describer();
        Assert.True(s_messages.Length >= 22);
        foreach (var message in s_messages)
        {
            object[] values =
            [
                .. message.GetParameters().Select(p => (object)(p.ParameterType == typeof(int) ? 7 : "zoe")),
            ];
            var error = (IdentityError)message.Invoke(describer, values)!;
            Assert.Equal(message.Name, error.Code);
            Assert.NotEqual(
                ((IdentityError)message.Invoke(new IdentityErrorDescriber(), values)!).Description,
                error.Description
            );
            Assert.DoesNotContain("identity.", error.Description, StringComparison.Ordinal);
            Assert.All(values, v => Assert.Contains($"{v}", error.Description, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_missing_name_is_an_empty_one()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Assert.Equal("“” is no e-mail address.", Describer().InvalidEmail(null).Description);
    }

    private static TwoFactorErrorDescriber Describer() =>
        new(
            new TwoFactorTexts(
                Options.Create(new TwoFactorPagesOptions()),
                new ServiceCollection().BuildServiceProvider(),
                new HttpContextAccessor(),
                HtmlEncoder.Default
            )
        );
}
