import { openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import type { Finding } from "../scrub/findings/finding.js";
import { FILE_ENDS, threadFile } from "./run-files.js";

/*
 * What a thread tells the command line: JSON, one record a line, written at once. A process that is killed has told all that
 * it found until then.
 */

/** Whose text a thread has passed on. */
export type Relayed = "worker" | "child" | "anybody";

/** Where a text went, as far as the thread that wrote it can know. */
export interface Hop {
  /**
   * Whether the text is out: it is in the output of the run, in a file, in a command line, or in a logger. False if it is in
   * a pipe to another process of the run, or to another thread: that one may print it or not.
   */
  readonly isOut: boolean;
  /**
   * Who may have written it, if the thread passed on what was written elsewhere: a worker of its process, a child process, or anybody, if
   * only a program is on the stack that prints texts of others. Then the stack says nothing of the leak. False if the thread wrote it.
   */
  readonly relayOf: Relayed | false;
  /** Whether this library has replaced the secret, also without the radar: it was on its way to a logger that is sanitized. */
  readonly isReplaced: boolean;
}

/** A finding of a thread, with its count so far. Later records replace earlier ones of the same series and `id`. */
export interface FoundRecord extends Hop {
  readonly kind: "found";
  /** The counts of each series begin at one. */
  readonly series: number;
  readonly finding: Finding;
  /** The line of code that the frame names, without secrets. */
  readonly source: string | undefined;
}

/** What else a thread tells. */
export type RadarRecord =
  | FoundRecord
  /** The radar is at work in the thread. */
  | { readonly kind: "started" }
  /** The thread holds secrets: a sanitizer is at work. */
  | { readonly kind: "held" }
  /** The thread could not share all of its values. */
  | { readonly kind: "incomplete" };

/** Appends the records of a thread. */
export class RecordWriter {
  readonly #descriptor: number;

  constructor(folder: string, thread: string) {
    this.#descriptor = openSync(threadFile(folder, thread, "findings"), "a", 0o600);
  }

  /** Never throws: the folder is gone when the run is over, and a process may outlive it. */
  write(record: RadarRecord): void {
    try {
      writeSync(this.#descriptor, `${JSON.stringify(record)}\n`);
    } catch {
      // Nobody reads it any more, or the disk is full.
    }
  }
}

/** A record, and the thread that it is of. */
export interface ThreadRecord {
  readonly thread: string;
  readonly record: RadarRecord;
}

/** All records of a run. */
export function readRecords(folder: string): readonly ThreadRecord[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(FILE_ENDS.findings))
    .sort()
    .flatMap((name) =>
      readFileSync(`${folder}/${name}`, "utf8")
        .split("\n")
        .flatMap((line) => {
          const record = recordIn(line);
          return record === undefined ? [] : [{ thread: name.slice(0, -FILE_ENDS.findings.length), record }];
        }),
    );
}

/** Undefined for the last line of a process that was killed while it wrote. */
function recordIn(line: string): RadarRecord | undefined {
  if (!line.endsWith("}")) return undefined;
  try {
    // Only threads of the run can write into the folder.
    return JSON.parse(line) as RadarRecord;
  } catch {
    return undefined;
  }
}
