namespace TwoFactor.Testing;

/// <summary>The assertions of the cases.</summary>
internal static class Expect
{
    public static void That(bool condition, string expected)
    {
        if (!condition)
            throw new ConformanceException($"Expected that {expected}.");
    }

    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new ConformanceException($"Expected {what} to be {Show(expected)}, but it is {Show(actual)}.");
    }

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        if (!left.SequenceEqual(right))
            throw new ConformanceException(
                $"Expected {what} to be [{string.Join(", ", left)}], but they are [{string.Join(", ", right)}]."
            );
    }

    public static async Task<TException> ThrowsAsync<TException>(Func<Task> act, string what)
        where TException : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (TException e)
        {
            return e;
        }
#pragma warning disable CA1031 // Another exception than the one that must be.
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new ConformanceException(
                $"Expected {what} to throw {typeof(TException).Name}, but it threw {e.GetType().Name}: {e.Message}",
                e
            );
        }

        throw new ConformanceException($"Expected {what} to throw {typeof(TException).Name}, but it threw nothing.");
    }

    private static string Show<T>(T value) =>
        value switch
        {
            null => "null",
            DateTimeOffset time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            _ => $"'{value}'",
        };
}
