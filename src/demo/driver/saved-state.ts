/** A volume of the driver. Nothing in it is secret, and nothing comes from `secrets` or mount flags. */
export interface Volume {
  readonly id: string;
  /** Volumes are listed in the order of this number, which is never used twice. */
  readonly serial: number;
  readonly name: string;
  readonly capacityBytes: bigint;
  /** Tells whether the parameters of two requests are the same. Parameters may hold credentials, so they are not kept. */
  readonly parametersDigest: string;
  /** The volume or snapshot that it was made from; empty if there was none. */
  readonly source: string;
  readonly attachments: readonly Attachment[];
  readonly stagings: readonly Staging[];
  readonly mounts: readonly Mount[];
}

/** A volume on a node, by ControllerPublishVolume. */
export interface Attachment {
  readonly nodeId: string;
  readonly readonly: boolean;
  readonly capability: string;
}

/** A volume at a staging path, by NodeStageVolume. */
export interface Staging {
  readonly path: string;
  readonly capability: string;
}

/** A volume at a target path, by NodePublishVolume. */
export interface Mount {
  readonly path: string;
  readonly readonly: boolean;
  readonly capability: string;
  /** Whether the driver made what is at the path. It removes nothing else. */
  readonly isMade: boolean;
}

/** A snapshot of the driver. It outlives its volume. */
export interface Snapshot {
  readonly id: string;
  /** As {@link Volume.serial}. */
  readonly serial: number;
  readonly name: string;
  readonly sourceVolumeId: string;
  readonly sizeBytes: bigint;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** All that the driver remembers. */
export interface SavedState {
  /** The highest serial number that was used. */
  readonly lastSerial: number;
  readonly volumes: readonly Volume[];
  readonly snapshots: readonly Snapshot[];
}

/** A file that was given for the state holds something else. The message has no content of the file. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

const FORMAT = "protosanitizer demo state 1";

/** The text of a state file: JSON. Integers of 64 bits are strings. */
export function textOf(state: SavedState): string {
  const asText = (_key: string, value: unknown): unknown =>
    typeof value === "bigint" ? value.toString() : value;
  return `${JSON.stringify({ format: FORMAT, ...state }, asText, 1)}\n`;
}

/**
 * Reads the text of a state file.
 *
 * @param file its name, for errors.
 * @throws {StateFileError} if it is no such text.
 */
export function stateOf(text: string, file: string): SavedState {
  try {
    return readState(text);
  } catch (cause) {
    throw cause instanceof StateFileError ? new StateFileError(`${file}: ${cause.message}`) : cause;
  }
}

function readState(text: string): SavedState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The error of JSON.parse quotes the text.
    throw new StateFileError("is not a state file of this demo: it is not JSON");
  }
  const fields = objectOf(value, "state");
  if (fields.get("format") !== FORMAT) {
    throw new StateFileError(`is not a state file of this demo: "format" is not ${JSON.stringify(FORMAT)}`);
  }
  const state = {
    lastSerial: numberOf(fields, "lastSerial"),
    volumes: listOf(fields, "volumes", volumeOf),
    snapshots: listOf(fields, "snapshots", snapshotOf),
  };
  const serials = [...state.volumes, ...state.snapshots].map(({ serial }) => serial);
  if (serials.some((serial) => serial > state.lastSerial)) throw broken("lastSerial");
  return state;
}

type Fields = ReadonlyMap<string, unknown>;

function volumeOf(fields: Fields): Volume {
  return {
    id: textIn(fields, "id"),
    serial: numberOf(fields, "serial"),
    name: textIn(fields, "name"),
    capacityBytes: bytesOf(fields, "capacityBytes"),
    parametersDigest: textIn(fields, "parametersDigest"),
    source: textIn(fields, "source"),
    attachments: listOf(fields, "attachments", attachmentOf),
    stagings: listOf(fields, "stagings", stagingOf),
    mounts: listOf(fields, "mounts", mountOf),
  };
}

function snapshotOf(fields: Fields): Snapshot {
  return {
    id: textIn(fields, "id"),
    serial: numberOf(fields, "serial"),
    name: textIn(fields, "name"),
    sourceVolumeId: textIn(fields, "sourceVolumeId"),
    sizeBytes: bytesOf(fields, "sizeBytes"),
    createdAt: numberOf(fields, "createdAt"),
  };
}

function attachmentOf(fields: Fields): Attachment {
  return {
    nodeId: textIn(fields, "nodeId"),
    readonly: flagOf(fields, "readonly"),
    capability: textIn(fields, "capability"),
  };
}

function stagingOf(fields: Fields): Staging {
  return { path: textIn(fields, "path"), capability: textIn(fields, "capability") };
}

function mountOf(fields: Fields): Mount {
  return {
    path: textIn(fields, "path"),
    readonly: flagOf(fields, "readonly"),
    capability: textIn(fields, "capability"),
    isMade: flagOf(fields, "isMade"),
  };
}

function objectOf(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw broken(name);
  return new Map(Object.entries(value));
}

function listOf<T>(fields: Fields, name: string, read: (fields: Fields) => T): readonly T[] {
  const value = fields.get(name);
  if (!Array.isArray(value)) throw broken(name);
  return value.map((item: unknown) => read(objectOf(item, name)));
}

function textIn(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (typeof value !== "string") throw broken(name);
  return value;
}

function numberOf(fields: Fields, name: string): number {
  const value = fields.get(name);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw broken(name);
  return value;
}

function bytesOf(fields: Fields, name: string): bigint {
  const text = textIn(fields, name);
  if (!/^\d{1,18}$/.test(text)) throw broken(name);
  return BigInt(text);
}

function flagOf(fields: Fields, name: string): boolean {
  const value = fields.get(name);
  if (typeof value !== "boolean") throw broken(name);
  return value;
}

function broken(name: string): StateFileError {
  return new StateFileError(`is a broken state file: "${name}"`);
}
