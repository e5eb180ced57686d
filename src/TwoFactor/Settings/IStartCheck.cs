namespace TwoFactor.Methods;

/// <summary>
/// A check that runs once, when the host starts or, without a host, before the first operation. It warns of settings
/// that are allowed but unwise. Register it as <c>IStartCheck</c>. A setting that must prevent the start belongs in the
/// validation of options.
/// </summary>
public interface IStartCheck
{
    /// <summary>
    /// Logs a warning for each unwise setting. An exception prevents the start, except one for invalid options, which
    /// their own validation reports.
    /// </summary>
    void Run();
}
