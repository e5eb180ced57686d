namespace TwoFactor.Stores;

/// <summary>What a <see cref="Lane{TAsk, TAnswer}"/> does for those who ask.</summary>
internal interface ILaneWork<TAsk, TAnswer>
{
    /// <summary>How many bytes it sends, about.</summary>
    int SizeOf(TAsk ask);

    /// <summary>Does it for one, in a statement of its own, which may wait for others' locks.</summary>
    /// <param name="ask">What is asked.</param>
    /// <param name="patience">What is left of it, for one who has waited; else null.</param>
    /// <param name="cancellationToken">Cancels it as far as it can be cancelled.</param>
    ValueTask<TAnswer> AloneAsync(TAsk ask, PostgreSqlPatience? patience, CancellationToken cancellationToken);

    /// <summary>
    /// Does it for several in one statement that waits for nobody's locks, and sees to it that each gets an answer, if
    /// need be by a statement of its own that is not waited for here. Throws nothing.
    /// </summary>
    /// <returns>False if the server did not answer: then nobody should wait in line for it.</returns>
    Task<bool> TogetherAsync(IReadOnlyList<LaneMember<TAsk, TAnswer>> members);

    TwoFactorStoreException TooManyWait(int waiting);
}
