using System.Buffers;

namespace TwoFactor;

/// <summary>Writes a record as bytes.</summary>
internal delegate void RecordWriter<in T>(IBufferWriter<byte> target, T record);
