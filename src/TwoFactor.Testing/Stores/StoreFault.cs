namespace TwoFactor.Testing;

/// <summary>The faults that can be injected into a call.</summary>
public enum StoreFault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>The store cannot be reached: nothing is done, and the call throws.</summary>
    FailBefore = 1,

    /// <summary>The call is done, then the connection breaks: the call throws all the same.</summary>
    FailAfter = 2,

    /// <summary>The call is done twice, as when a network repeats it. The first result is returned.</summary>
    Duplicate = 3,

    /// <summary>
    /// A read returns the data from before the last write to that account, as a cache or a replica may. No effect on
    /// other calls.
    /// </summary>
    StaleRead = 4,
}
