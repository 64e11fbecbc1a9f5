import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { status } from "@grpc/grpc-js";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  type CapacityRange,
  type VolumeCapability,
} from "../../csi/gen/csi/v1/csi_pb.js";
import { CallFailure } from "../grpc-server.js";

const MIB = 2n ** 20n;
const GIB = 2n ** 30n;
const TIB = 2n ** 40n;

/** The sizes that a volume can have, in bytes. */
export const VOLUME_SIZE: { readonly least: bigint; readonly usual: bigint; readonly most: bigint } = {
  least: MIB,
  usual: GIB,
  most: TIB,
};

/** The limit of CSI for a name, in bytes. */
const MAX_NAME_BYTES = 128;

/** Refuses a request of which a required field is missing. `fields` has the fields by their names. */
export function requireFields(fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) {
    const isMissing = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    if (isMissing) throw new CallFailure(status.INVALID_ARGUMENT, `${name} is missing`);
  }
}

/** Refuses a name that is missing, or longer than CSI allows. */
export function requireName(name: string): void {
  requireFields({ name });
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    throw new CallFailure(status.INVALID_ARGUMENT, `name is longer than ${MAX_NAME_BYTES} bytes`);
  }
}

/** Refuses paths that depend on where the driver runs. `fields` has the paths by the names of their fields. */
export function requireAbsolute(fields: Readonly<Record<string, string>>): void {
  for (const [name, path] of Object.entries(fields)) {
    if (!isAbsolute(path)) throw new CallFailure(status.INVALID_ARGUMENT, `${name} is not an absolute path`);
  }
}

/** Refuses a volume capability without access type or access mode. This driver supports all others. */
export function requireCapability(
  capability: VolumeCapability | undefined,
): asserts capability is VolumeCapability {
  requireFields({ volume_capability: capability });
  requireFields({
    "volume_capability.access_type": capability?.accessType.case,
    "volume_capability.access_mode": capability?.accessMode,
  });
  const mode = capability?.accessMode?.mode ?? AccessMode.UNKNOWN;
  if (mode === AccessMode.UNKNOWN || AccessMode[mode] === undefined) {
    throw new CallFailure(status.INVALID_ARGUMENT, "volume_capability.access_mode is not known");
  }
}

/** The part of a capability by which two of them are compatible or not. Without mount flags, which may hold a credential. */
export function capabilityText({ accessType, accessMode }: VolumeCapability): string {
  const mode = AccessMode[accessMode?.mode ?? AccessMode.UNKNOWN] ?? "";
  return accessType.case === "mount"
    ? `mount ${accessType.value.fsType || "ext4"} ${mode}`
    : `${accessType.case ?? ""} ${mode}`;
}

/** Whether a capability lets one node only have the volume. */
export function isForOneNode({ accessMode }: VolumeCapability): boolean {
  return !MULTI_NODE_MODES.has(accessMode?.mode ?? AccessMode.UNKNOWN);
}

const MULTI_NODE_MODES: ReadonlySet<AccessMode> = new Set([
  AccessMode.MULTI_NODE_READER_ONLY,
  AccessMode.MULTI_NODE_SINGLE_WRITER,
  AccessMode.MULTI_NODE_MULTI_WRITER,
]);

/** Whether a capability lets one path of the node only have the volume. */
export function isForOnePath({ accessMode }: VolumeCapability): boolean {
  return accessMode?.mode === AccessMode.SINGLE_NODE_SINGLE_WRITER;
}

/** The bounds that a capacity range sets, in bytes. */
export interface SizeBounds {
  readonly required: bigint;
  readonly limit: bigint;
}

/** The bounds of a request. Refuses a range that no volume of this driver can be in. */
export function sizeBounds(range: CapacityRange | undefined): SizeBounds {
  const { requiredBytes = 0n, limitBytes = 0n } = range ?? {};
  if (requiredBytes < 0n || limitBytes < 0n) {
    throw new CallFailure(status.INVALID_ARGUMENT, "capacity_range is negative");
  }
  const limit = limitBytes === 0n ? VOLUME_SIZE.most : clamped(limitBytes, 0n, VOLUME_SIZE.most);
  const required = clamped(requiredBytes, VOLUME_SIZE.least, requiredBytes);
  if (required > limit) {
    throw new CallFailure(status.OUT_OF_RANGE, "capacity_range holds no size that a volume can have");
  }
  return { required, limit };
}

/** The number of bytes that is nearest to the wanted one. `least` is stronger than `most`. */
export function clamped(wanted: bigint, least: bigint, most: bigint): bigint {
  if (wanted < least || most < least) return least;
  return wanted > most ? most : wanted;
}

/** Tells whether maps of parameters are the same, without the parameters: they may hold credentials. */
export function digestOf(...maps: readonly Readonly<Record<string, string>>[]): string {
  const entries = maps.map((map) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(JSON.stringify(entries)).digest("hex");
}

/** A part of a list, as the methods that list things return it. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** Empty if nothing is left. */
  readonly nextToken: string;
}

/**
 * The part of a list that a request asks for. A token is the serial number of the next thing, so it stays valid when that
 * thing is deleted.
 *
 * @param all in any order.
 * @param lastSerial the highest serial number that was used.
 */
export function pageOf<T extends { readonly serial: number }>(
  all: readonly T[],
  { maxEntries, startingToken }: { readonly maxEntries: number; readonly startingToken: string },
  lastSerial: number,
): Page<T> {
  if (maxEntries < 0) throw new CallFailure(status.INVALID_ARGUMENT, "max_entries is negative");
  const start = startingToken === "" ? 0 : Number(startingToken);
  const isToken = startingToken === "" || (/^[1-9]\d{0,15}$/.test(startingToken) && start <= lastSerial);
  if (!isToken) throw new CallFailure(status.ABORTED, "starting_token is not valid");
  const rest = all.filter(({ serial }) => serial >= start).sort((a, b) => a.serial - b.serial);
  const entries = maxEntries === 0 ? rest : rest.slice(0, maxEntries);
  return { entries, nextToken: rest[entries.length]?.serial.toString() ?? "" };
}
