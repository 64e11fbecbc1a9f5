import { BASELINE, TO_JSON_AND_STRINGIFY } from "./peers.js";
import {
  DECODE_AND_STRINGIFY,
  PRINT_PLAIN,
  PRINT_PROTOBUFJS,
  REDACT,
  STRINGIFY_BINARY,
  STRINGIFY_PLAIN,
  STRINGIFY_PROTOBUFJS,
} from "./representations.js";
import { STRINGIFY, TO_JSON } from "./subjects.js";

/** What a busy process does beside the case that it measures: all representations of random messages of all types. */
export const OTHER_WORK: readonly string[] = [
  STRINGIFY,
  TO_JSON,
  REDACT,
  STRINGIFY_BINARY,
  DECODE_AND_STRINGIFY,
  STRINGIFY_PROTOBUFJS,
  STRINGIFY_PLAIN,
  BASELINE,
  TO_JSON_AND_STRINGIFY,
].map((operation) => `mixed/${operation}`);

/** How often it does all that before the case is measured. Then it does it once before each batch. */
export const ROUNDS_BEFORE = 300;

const MEASURED: ReadonlySet<string> = new Set([
  ...["publish", "publish-short", "list", "mixed"].flatMap((entry) =>
    [STRINGIFY, BASELINE, TO_JSON_AND_STRINGIFY].map((operation) => `${entry}/${operation}`),
  ),
  ...[STRINGIFY_PROTOBUFJS, PRINT_PROTOBUFJS, STRINGIFY_PLAIN, PRINT_PLAIN].map(
    (operation) => `mixed/${operation}`,
  ),
]);

/** Whether a case is measured in a busy process, too. */
export function isMeasuredBusy(caseName: string): boolean {
  return MEASURED.has(caseName);
}

/** The name of a case in a busy process. */
export function inBusyProcess(caseName: string): string {
  return `${caseName} (busy)`;
}
