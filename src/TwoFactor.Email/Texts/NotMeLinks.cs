using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>Makes the link "It was not me" of a message; none unless the host has a page for it.</summary>
internal sealed class NotMeLinks(INotMeReferences references, IOptions<EmailOptions> options)
{
    private const string Parameter = "reference";

    /// <summary>The link for a code. It differs each time, so it is no part of what is composed before the write.</summary>
    public Uri? For(FactorSend send)
    {
        if (options.Value.NotMeUri is not { } page || references.Create(send) is not { } reference)
            return null;

        var query = page.Query.Length > 1 ? $"{page.Query}&" : "?";
        return new UriBuilder(page) { Query = $"{query}{Parameter}={reference}" }.Uri;
    }
}
