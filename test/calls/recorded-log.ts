import { inspect } from "node:util";
import type { LogFunction } from "../../src/grpc/index.js";

/** An entry as it was given to the logger. */
export interface Entry {
  readonly level: string;
  readonly message: string;
  /** The entry as JSON, made at once, as pino does. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The entry as `util.inspect` shows it. */
  readonly inspected: string;
}

/** A logger that keeps what it is given. */
export class RecordedLog {
  readonly entries: Entry[] = [];

  readonly log: LogFunction = (level, entry, message) => {
    const fields = JSON.parse(JSON.stringify(entry)) as Record<string, unknown>; // entries are objects
    this.entries.push({ level, message, fields, inspected: inspect(entry, { depth: 9 }) });
  };

  /** All that was written, to be searched. */
  text(): string {
    return JSON.stringify(this.entries);
  }

  /** The fields of entries with a message. */
  of(message: string): readonly Entry["fields"][] {
    return this.entries.filter((entry) => entry.message === message).map(({ fields }) => fields);
  }
}
