namespace TwoFactor.Simulation;

/// <summary>What is wrong with the answer of a key, whatever challenge it is for.</summary>
internal enum KeyFlaw
{
    None,

    /// <summary>It was given to a page of somebody else.</summary>
    Origin,

    /// <summary>It was signed by another key.</summary>
    Signature,
}
