using Microsoft.EntityFrameworkCore;

namespace TwoFactor;

/// <summary>A first row was refused: most likely somebody else's came first, which the next look finds.</summary>
internal sealed class LostInsertException(DbUpdateException cause) : Exception(cause.Message, cause);
