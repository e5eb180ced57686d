using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>Warns of texts that are missing, and of an app whose only second factor is e-mail.</summary>
internal sealed class EmailStartCheck(
    EmailComposer composer,
    IEnumerable<IFactorMethod> methods,
    IOptions<TwoFactorOptions> common,
    ILogger<EmailStartCheck> logger
) : IStartCheck
{
    public void Run()
    {
        foreach (var problem in composer.Problems())
            logger.MailProblem(problem);

        var allowed = common.Value.Methods;
        var offered = methods
            .Where(m => !m.Traits.IsBackup && (allowed.Count == 0 || allowed.Contains(m.Name)))
            .Select(m => m.Name);
        if (offered.All(n => n == EmailFactor.Method))
            logger.EmailIsTheOnlyMethod();
    }
}
