namespace TwoFactor.Simulation;

/// <summary>What the network says of a message; if it says anything.</summary>
internal enum SimPostAnswer
{
    Accepted,

    /// <summary>Not taken, and certainly not sent.</summary>
    NotTaken,

    /// <summary>There is nobody at that address.</summary>
    NobodyThere,
}
