/** The formats of compressed logs that can be read. */
export type CompressionFormat = "gzip" | "zstd";

/** The format of a log, by its first bytes; undefined if it is not compressed. */
export function compressionFormat(head: Buffer): CompressionFormat | undefined {
  const start = head.toString("latin1", 0, 4);
  if (start.startsWith("\x1f\x8b")) return "gzip";
  // A frame, or one to be skipped.
  return start === "\x28\xb5\x2f\xfd" || start.slice(1) === "\x2a\x4d\x18" ? "zstd" : undefined;
}
