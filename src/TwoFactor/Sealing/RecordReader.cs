using System.Text.Json;

namespace TwoFactor;

/// <summary>Reads a record from its bytes.</summary>
/// <exception cref="RecordFormatException">They are not such a record.</exception>
/// <exception cref="JsonException">They are not the JSON of such a record.</exception>
internal delegate T RecordReader<out T>(ReadOnlySpan<byte> bytes);
