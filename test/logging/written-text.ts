import type { PassThrough } from "node:stream";

/** All text that was written to a stream since the last call. A call of `read` gives one chunk of it on Node 26, and all before. */
export function writtenText(stream: PassThrough): string {
  const chunks: Buffer[] = [];
  for (let chunk: Buffer | null = stream.read(); chunk !== null; chunk = stream.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
