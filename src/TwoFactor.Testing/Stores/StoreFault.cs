namespace TwoFactor.Testing;

/// <summary>What goes wrong with a call to a store.</summary>
public enum StoreFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The store cannot be reached: nothing is done, and the call throws.</summary>
    FailBefore = 1,

    /// <summary>It is done, and then the connection breaks: the call throws all the same.</summary>
    FailAfter = 2,

    /// <summary>It is done twice, as when a network repeats it; the first answer is the one that is told.</summary>
    Duplicate = 3,

    /// <summary>
    /// A read answers with what was there before the last write to that account, as a cache or a replica would. On
    /// another call it does nothing.
    /// </summary>
    StaleRead = 4,
}
