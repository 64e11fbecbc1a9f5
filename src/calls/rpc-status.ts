import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";

/** A detail of an error: the wire bytes of a message, and the URL that ends with its type, as in `google.protobuf.Any`. */
export interface ErrorDetail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** A `google.rpc.Status`, the content of `grpc-status-details-bin`. */
export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
}

/** The trailer in which gRPC sends a {@link RpcStatus}. */
export const STATUS_DETAILS_KEY = "grpc-status-details-bin";

/**
 * Reads a `google.rpc.Status`, without generated code: it has only three fields. Unknown fields are dropped.
 *
 * @throws if the bytes are malformed.
 */
export function decodeRpcStatus(bytes: Uint8Array): RpcStatus {
  const reader = new BinaryReader(bytes);
  const details: ErrorDetail[] = [];
  let code = 0;
  let message = "";
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1) code = reader.int32();
    else if (number === 2) message = reader.string();
    else if (number === 3) details.push(decodeAny(reader.bytes()));
    else reader.skip(wireType, number);
  }
  return { code, message, details };
}

/** The wire bytes of a `google.rpc.Status`. */
export function encodeRpcStatus({ code, message, details }: RpcStatus): Uint8Array {
  const writer = new BinaryWriter();
  if (code !== 0) writer.uint32(8).int32(code);
  if (message !== "") writer.uint32(18).string(message);
  for (const { typeUrl, value } of details) {
    writer.uint32(26).fork().uint32(10).string(typeUrl).uint32(18).bytes(value).join();
  }
  return writer.finish();
}

function decodeAny(bytes: Uint8Array): ErrorDetail {
  const reader = new BinaryReader(bytes);
  let typeUrl = "";
  let value = new Uint8Array(0);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1) typeUrl = reader.string();
    else if (number === 2) value = new Uint8Array(reader.bytes());
    else reader.skip(wireType, number);
  }
  return { typeUrl, value };
}

const NAMES: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** The status codes of gRPC that are used here. Connect has the same numbers. */
export const STATUS = { ok: 0, cancelled: 1, unknown: 2, deadlineExceeded: 4, internal: 13 } as const;

/** The name of a gRPC status code, such as `NOT_FOUND`. A number without a name gets a name such as `CODE_99`. */
export function statusName(code: number): string {
  return NAMES[code] ?? `CODE_${code}`;
}
