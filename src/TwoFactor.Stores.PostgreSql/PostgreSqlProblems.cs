using System.Net.Sockets;
using Npgsql;

namespace TwoFactor.Stores;

/// <summary>The meaning of Npgsql's exceptions: for an operator, and for the decision what may be retried.</summary>
internal static class PostgreSqlProblems
{
    private const string IdleSessionTimeout = "57P05";

    /// <summary>Rolled back because others were faster: nothing was written, and it may go again at once.</summary>
    public static bool IsConflict(NpgsqlException e) =>
        e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>A statement that was prepared is not there any more, or one of its name is there already.</summary>
    public static bool IsOfPreparedStatement(NpgsqlException e) =>
        e.SqlState is PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement;

    /// <summary>
    /// Whether the server said that the statement failed: then it was rolled back. Anything else - a broken connection,
    /// a time limit, a server that goes down, a pooler that lost its server - leaves open whether it was committed.
    /// </summary>
    public static bool IsRolledBack(NpgsqlException e) =>
        e is PostgresException { InvariantSeverity: "ERROR" } p && !IsOfConnection(p);

    /// <summary>
    /// Whether the failure is temporary: the server starts, stops, hands over to a replica, or cannot be reached.
    /// </summary>
    public static bool IsPassing(Exception e) =>
        e switch
        {
            PostgresException p => p.SqlState
                is PostgresErrorCodes.CannotConnectNow
                    or PostgresErrorCodes.AdminShutdown
                    or PostgresErrorCodes.CrashShutdown
                    or PostgresErrorCodes.ReadOnlySqlTransaction
                    or PostgresErrorCodes.TooManyConnections
                    or IdleSessionTimeout
                || IsOfConnection(p),
            NpgsqlException { InnerException: { } inner } => IsPassing(inner),
            NpgsqlException n => n.Message.StartsWith("No suitable host", StringComparison.Ordinal),
            AggregateException several => several.InnerExceptions.Any(IsPassing),
            _ => e is SocketException or IOException or TimeoutException,
        };

    // Class 08 also comes from programs between here and the server, and does not say what the server did.
    private static bool IsOfConnection(PostgresException e) => e.SqlState.StartsWith("08", StringComparison.Ordinal);

    public static string Explain(Exception exception, string server) =>
        exception switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            } => $"PostgreSQL at {server} refuses the user. Check user name and password of "
                + "TwoFactor:PostgreSql:ConnectionString, and the server's pg_hba.conf.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"PostgreSQL at {server} has no such database. Create it, or correct "
                    + "TwoFactor:PostgreSql:ConnectionString.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                $"The user of PostgreSQL at {server} may not use the two-factor tables. Grant SELECT, INSERT, "
                    + "UPDATE and DELETE on them; to make them it also needs CREATE on their schema, or run "
                    + "PostgreSqlSchema.Script with another user and set ManageSchema to false.",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
                $"The two-factor tables at {server} are missing or changed. Restore them; was the search path "
                    + "of the connection string changed?",
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } =>
                $"The audit trail at {server} has events that the sealed records do not know: somebody wrote "
                    + "to it from outside. Nothing was changed; verify the trail and restore a backup.",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
                $"The disk of PostgreSQL at {server} is full. Nothing was changed; free some space and try again.",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                $"PostgreSQL at {server} takes no writes: it is a replica, or was set to read only. Name the "
                    + "primary, or several hosts with Target Session Attributes=primary.",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                $"PostgreSQL at {server} has no connection left. Raise max_connections, or lower Maximum Pool "
                    + "Size of the connection string.",
            PostgresException p => $"PostgreSQL at {server} reports {p.SqlState}: {p.MessageText}",
            _ => $"PostgreSQL at {server} cannot be reached: {exception.Message} Check that it runs and that "
                + "this machine may connect to it.",
        };
}
