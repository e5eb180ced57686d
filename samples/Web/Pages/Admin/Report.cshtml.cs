using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Admin;

/// <summary>Who has a second factor, by role, group and method.</summary>
public sealed class ReportModel(IUserDirectory directory, IAdministrationService administration) : AppPage
{
    private const int PageSize = 500;

    public IReadOnlyList<Bar> ByRole { get; private set; } = [];

    public IReadOnlyList<Bar> ByMethod { get; private set; } = [];

    public async Task OnGetAsync()
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
        ByMethod = [.. methods.Select(m => new Bar(MethodName(m.Key), m.Value, all))];
    }
}
