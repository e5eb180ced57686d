using Microsoft.EntityFrameworkCore;

namespace TwoFactor;

/// <summary>
/// The insert of a first row failed, most likely because another process inserted it first. The next try finds that
/// row.
/// </summary>
internal sealed class LostInsertException(DbUpdateException cause) : Exception(cause.Message, cause);
