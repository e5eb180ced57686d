using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Who has a second factor, by role, group and method.</summary>
/// <param name="directory">The host's users.</param>
/// <param name="administration">The state of their second factors.</param>
/// <param name="enrollment">The methods.</param>
public sealed class AdoptionModel(
    IUserDirectory directory,
    IAdministrationService administration,
    IEnrollmentService enrollment
) : TwoFactorPage
{
    private const int PageSize = 500;

    /// <summary>Everyone, then each role and group.</summary>
    public IReadOnlyList<Bar> ByRole { get; private set; } = [];

    /// <summary>Each method, of all users.</summary>
    public IReadOnlyList<Bar> ByMethod { get; private set; } = [];

    /// <summary>What is to be known of restricted methods (NIST SP 800-63B-4 §3.2.9), by their names.</summary>
    public IReadOnlyList<(string Method, string Notice)> Notices { get; private set; } = [];

    /// <summary>Counts.</summary>
    public Task OnGetAsync() => CountAsync();

    /// <summary>The same as a table for a spreadsheet.</summary>
    public async Task<IActionResult> OnGetCsvAsync()
    {
        await CountAsync();
        var csv = new Csv().Row(T["By role and group"], T["With a second factor"], T["Users"]);
        foreach (var bar in ByRole.Concat(ByMethod))
            csv.Row(
                bar.Label,
                bar.Part.ToString(CultureInfo.InvariantCulture),
                bar.All.ToString(CultureInfo.InvariantCulture)
            );

        return File(csv.ToBytes(), Csv.ContentType, "adoption.csv");
    }

    private async Task CountAsync()
    {
        var roles = new SortedDictionary<string, (int Part, int All)>(StringComparer.Ordinal);
        var methods = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (enrolled, all) = (0, 0);
        string? after = null;
        IReadOnlyList<DirectoryUser> page;
        do
        {
            page = await directory.ListAsync(after, PageSize, HttpContext.RequestAborted);
            foreach (var user in page)
            {
                var summary = await administration.SummarizeAsync(user.UserId, HttpContext.RequestAborted);
                var part = summary.IsEnrolled ? 1 : 0;
                (enrolled, all) = (enrolled + part, all + 1);
                foreach (var role in user.Roles.Concat(user.Groups))
                {
                    var (p, a) = roles.GetValueOrDefault(role);
                    roles[role] = (p + part, a + 1);
                }

                foreach (var method in summary.Methods)
                    methods[method] = methods.GetValueOrDefault(method) + 1;

                after = user.UserId;
            }
        } while (page.Count == PageSize);

        ByRole =
        [
            new Bar(T["Everyone"], enrolled, all),
            .. roles.Select(r => new Bar(r.Key, r.Value.Part, r.Value.All)),
        ];
        Notices =
        [
            .. enrollment
                .GetMethods()
                .Where(m => methods.ContainsKey(m.Name))
                .Select(m => (T.Method(m.Name), T.Notice(m)!))
                .Where(m => m.Item2 is not null),
        ];
        ByMethod = [.. methods.Select(m => new Bar(T.Method(m.Key), m.Value, all))];
    }
}
