namespace TwoFactor.Methods;

/// <summary>
/// Looks at the app once, when it starts or, without a host, before the first operation, and warns of what is allowed
/// and unwise. Register it as <c>IStartCheck</c>. What must not start at all belongs into the validation of options.
/// </summary>
public interface IStartCheck
{
    /// <summary>
    /// Logs a warning for each thing that is unwise. An exception stops the start, save one of options that are
    /// invalid: their own validation reports them.
    /// </summary>
    void Run();
}
