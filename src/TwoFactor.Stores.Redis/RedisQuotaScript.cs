using StackExchange.Redis;

namespace TwoFactor.Stores;

/// <summary>
/// Takes all permits or none. A bucket is a hash with a count for each slot. Keys: one for each permit. Arguments: five
/// for each permit, see <see cref="Arguments"/>. Redis runs a script alone, so nothing comes between looking and taking.
/// </summary>
internal static class RedisQuotaScript
{
    /// <summary>
    /// Answers with nothing if all permits were taken; otherwise with the slots and counts of every bucket, from which
    /// the caller sees who refused and for how long.
    /// </summary>
    public const string Text = """
        local fits = true
        local buckets = {}
        for i = 1, #KEYS do
          local oldest, room = tonumber(ARGV[5 * i - 4]), ARGV[5 * i - 2]
          local slots = {}
          if room ~= '' then
            slots = redis.call('HGETALL', KEYS[i])
            local sum = 0
            for j = 1, #slots, 2 do
              if tonumber(slots[j]) >= oldest then
                sum = sum + tonumber(slots[j + 1])
              end
            end
            fits = fits and sum <= tonumber(room)
          end
          buckets[i] = slots
        end
        if not fits then
          return buckets
        end
        for i = 1, #KEYS do
          local key, oldest, slot = KEYS[i], tonumber(ARGV[5 * i - 4]), ARGV[5 * i - 3]
          local cost, milliseconds = tonumber(ARGV[5 * i - 1]), ARGV[5 * i]
          if cost < 0 then
            cost = -math.min(-cost, tonumber(redis.call('HGET', key, slot) or '0'))
          end
          if cost ~= 0 then
            redis.call('HINCRBY', key, slot, cost)
            redis.call('PEXPIRE', key, milliseconds)
            for _, old in ipairs(redis.call('HKEYS', key)) do
              if tonumber(old) < oldest - 12 then
                redis.call('HDEL', key, old)
              end
            end
          end
        end
        return nil
        """;

    // Only long after a slot expired: a machine whose clock is ahead must not delete counts that others still need.
    private static readonly TimeSpan s_expiresLater = TimeSpan.FromDays(2);

    /// <summary>
    /// The oldest slot that counts; the slot of now; the room, empty if nothing is checked; the cost; and how many
    /// milliseconds the bucket is kept.
    /// </summary>
    public static IEnumerable<RedisValue> Arguments(QuotaPermit permit, DateTimeOffset now)
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        yield return window.OldestSlotAt(now);
        yield return slot;
        yield return permit.Limit == long.MaxValue || permit.Cost < 0 ? RedisValue.EmptyString : permit.Room;
        yield return permit.Cost;
        yield return (long)(window.ExpiryOf(slot) - now + s_expiresLater).TotalMilliseconds;
    }
}
