using System.Text.Json;

namespace TwoFactor;

/// <summary>Reads a record from its JSON.</summary>
/// <exception cref="JsonException">It is not the JSON of such a record.</exception>
internal delegate T RecordReader<out T>(ReadOnlySpan<byte> json);
