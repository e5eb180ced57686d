namespace TwoFactor;

/// <summary>
/// Looks at the app when it starts, or at the first use without a host, and warns of what is allowed and unwise.
/// </summary>
internal interface IStartCheck
{
    void Run();
}
