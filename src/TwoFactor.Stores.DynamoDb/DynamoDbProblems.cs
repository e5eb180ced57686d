using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace TwoFactor.Stores;

/// <summary>What DynamoDB's errors mean: for a write, and for an operator.</summary>
internal static class DynamoDbProblems
{
    // Not all codes have a class of their own, and other engines send the same codes.
    private static readonly HashSet<string> s_throttled = new(StringComparer.Ordinal)
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestLimitExceededException",
        "ThrottlingException",
        "Throttling",
        "LimitExceededException",
    };

    private static readonly HashSet<string> s_conflicts = new(StringComparer.Ordinal)
    {
        "TransactionConflictException",
        "ReplicatedWriteConflictException",
    };

    private static readonly HashSet<string> s_expired = new(StringComparer.Ordinal)
    {
        "ExpiredTokenException",
        "ExpiredToken",
    };

    private static readonly HashSet<string> s_unknownKeys = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException",
        "InvalidClientTokenId",
        "IncompleteSignatureException",
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
    };

    private static readonly HashSet<string> s_badSignatures = new(StringComparer.Ordinal)
    {
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
        "RequestExpired",
        "RequestTimeTooSkewed",
    };

    private static readonly HashSet<string> s_denied = new(StringComparer.Ordinal)
    {
        "AccessDeniedException",
        "AccessDenied",
    };

    public static bool IsFailure(Exception exception) =>
        exception
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or IOException
                or SocketException
                or TimeoutException
                or OperationCanceledException;

    /// <summary>Whether the engine did nothing, and a later try may succeed.</summary>
    public static bool IsRefusedForNow(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { } code }
        && (s_throttled.Contains(code) || s_conflicts.Contains(code));

    /// <summary>
    /// Whether the request may have been done: its answer is missing, is cut off, or is an internal error of the
    /// engine.
    /// </summary>
    public static bool IsInDoubt(Exception exception) =>
        !IsRefusedForNow(exception)
        && exception switch
        {
            AmazonUnmarshallingException => true,
            AmazonServiceException e => e.StatusCode >= HttpStatusCode.InternalServerError
                || e.StatusCode == default
                || e.ErrorCode is "RequestTimeout" or "RequestTimeoutException" or "InternalFailure",
            AmazonClientException e => e.InnerException is not null && IsFailure(e.InnerException),
            _ => IsFailure(exception),
        };

    public static bool IsUnknownOperation(AmazonDynamoDBException exception) =>
        exception.ErrorCode == "UnknownOperationException";

    public static string Explain(Exception exception, string place) =>
        exception switch
        {
            ResourceNotFoundException =>
                $"The {place} is not there. Make it: with DynamoDbSchema.CreateTableAsync, from the template of the "
                    + "package, or at first use by TwoFactor:DynamoDb:ManageTable = true. If it exists, look at the "
                    + "name, the region and the account of the credentials.",
            ConditionalCheckFailedException =>
                $"The {place} has an audit event that the sealed records do not know: somebody wrote to it from "
                    + "outside. Nothing was changed; verify the trail and restore a backup.",
            AmazonServiceException { ErrorCode: { } code } e when s_throttled.Contains(code) =>
                $"The {place} takes no more requests for now ({code}). Nothing was changed. Raise the maximum "
                    + "throughput of the table and its indexes, or the account's quota; or raise "
                    + "TwoFactor:DynamoDb:Patience.",
            AmazonServiceException { ErrorCode: { } code } when s_expired.Contains(code) =>
                $"The credentials for the {place} have expired. Nothing was changed. Give the client credentials that "
                    + "renew themselves: a role of the machine, the container or the function.",
            AmazonServiceException { ErrorCode: { } code } when s_unknownKeys.Contains(code) =>
                $"AWS does not know the credentials for the {place}. Check the access key, its account and the region.",
            AmazonServiceException { ErrorCode: { } code } when s_badSignatures.Contains(code) =>
                $"AWS refuses the signature of a request to the {place} ({code}). Set the clock of this "
                    + "machine: it may differ by five minutes at most. If it is right, the secret key is wrong.",
            AmazonServiceException { ErrorCode: { } code } e when s_denied.Contains(code) =>
                $"The credentials may not use the {place}: {e.Message} Allow GetItem, BatchGetItem, Query, PutItem, "
                    + "UpdateItem, DeleteItem and BatchWriteItem on the table and its indexes.",
            AmazonServiceException { ErrorCode: "ValidationException" } e =>
                $"The {place} is not as this version needs it, or an item is too large: {e.Message} Compare the keys "
                    + "and indexes with the template of the package.",
            AmazonServiceException e => $"The {place} reports {e.ErrorCode}: {e.Message}",
            AmazonClientException e => $"The {place} cannot be used: {e.Message} Check the credentials and the region.",
            _ => $"The {place} cannot be reached: {exception.Message} Check the endpoint and the network.",
        };
}
