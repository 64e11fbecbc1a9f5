import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { status } from "@grpc/grpc-js";
import { CallFailure } from "../grpc-server.js";
import {
  type SavedState,
  type Snapshot,
  StateFileError,
  stateOf,
  textOf,
  type Volume,
} from "./saved-state.js";

const NOTHING: SavedState = { lastSerial: 0, volumes: [], snapshots: [] };

/** The volumes and snapshots of the driver, in memory, and in a file if there is one. */
export class DriverState {
  readonly #file: string | undefined;
  readonly #volumes: Map<string, Volume>;
  readonly #snapshots: Map<string, Snapshot>;
  #lastSerial: number;
  #isSaved = true;

  /**
   * Reads the file, if there is one already.
   *
   * @param file undefined keeps all in memory only.
   * @throws {StateFileError} if the file holds something else.
   */
  constructor(file?: string) {
    const saved = file === undefined ? NOTHING : readState(file);
    this.#file = file;
    this.#lastSerial = saved.lastSerial;
    this.#volumes = new Map(saved.volumes.map((volume) => [volume.id, volume]));
    this.#snapshots = new Map(saved.snapshots.map((snapshot) => [snapshot.id, snapshot]));
  }

  get volumes(): readonly Volume[] {
    return [...this.#volumes.values()];
  }

  get snapshots(): readonly Snapshot[] {
    return [...this.#snapshots.values()];
  }

  /** The highest serial number that was used. */
  get lastSerial(): number {
    return this.#lastSerial;
  }

  nextSerial(): number {
    this.#lastSerial++;
    return this.#lastSerial;
  }

  volume(id: string): Volume | undefined {
    return this.#volumes.get(id);
  }

  snapshot(id: string): Snapshot | undefined {
    return this.#snapshots.get(id);
  }

  /** @throws {CallFailure} NOT_FOUND. */
  existingVolume(id: string): Volume {
    const volume = this.#volumes.get(id);
    if (volume === undefined) throw new CallFailure(status.NOT_FOUND, "there is no such volume");
    return volume;
  }

  /** Adds a volume, or takes the place of the one with the same id. */
  putVolume(volume: Volume): void {
    this.#volumes.set(volume.id, volume);
    this.#isSaved = false;
  }

  deleteVolume(id: string): void {
    if (this.#volumes.delete(id)) this.#isSaved = false;
  }

  putSnapshot(snapshot: Snapshot): void {
    this.#snapshots.set(snapshot.id, snapshot);
    this.#isSaved = false;
  }

  deleteSnapshot(id: string): void {
    if (this.#snapshots.delete(id)) this.#isSaved = false;
  }

  /**
   * Writes what has changed to the file. A handler calls this before it answers, also if it changed nothing: the change of
   * an earlier call may not be on disk yet.
   *
   * @throws {CallFailure} INTERNAL, if the file cannot be written.
   */
  save(): void {
    if (this.#isSaved || this.#file === undefined) return;
    const { lastSerial, volumes, snapshots } = this;
    try {
      replaceFile(this.#file, textOf({ lastSerial, volumes, snapshots }));
    } catch {
      throw new CallFailure(status.INTERNAL, "the state file cannot be written");
    }
    this.#isSaved = true;
  }
}

function readState(file: string): SavedState {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return NOTHING;
    throw new StateFileError(`${file}: cannot be read`, { cause });
  }
  return stateOf(text, file);
}

/** Puts a new file in the place of the old one. Whoever reads it finds one or the other as a whole. */
function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const descriptor = openSync(temporary, "w", 0o600);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
