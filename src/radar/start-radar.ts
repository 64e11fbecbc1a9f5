import { findingListeners } from "../scrub/findings/finding-listeners.js";
import { watchSyncChildren } from "./child-sync-watch.js";
import { watchChildren } from "./child-watch.js";
import { watchConsoles } from "./console-watch.js";
import { watchContexts, watchWorkers } from "./context-watch.js";
import { watchFailures } from "./failure-watch.js";
import { KnownValues } from "./known-values.js";
import { watchOutputs } from "./output-watch.js";
import { RadarLog } from "./radar-log.js";
import { RecordWriter } from "./radar-record.js";
import { threadName } from "./run-files.js";
import type { RunSettings } from "./run-settings.js";
import { ValueReader, ValueWriter } from "./shared-values.js";

/** The state of this package that all copies in a process share. */
const SHARED_STATE = ["protosanitizer.live-secrets.1", "protosanitizer.findings.1"];

/** Watches this thread until it ends. Call it before the program is loaded. */
export function startRadar(settings: RunSettings): void {
  const thread = threadName();
  const key = Buffer.from(settings.key, "base64");
  const records = new RecordWriter(settings.folder, thread);
  const values = new ValueWriter(settings.folder, thread, key);
  const known = new KnownValues(new ValueReader(settings.folder, thread, key));
  const log = new RadarLog(known, records, settings);
  records.write({ kind: "started" });
  known.watch(values, () => records.write({ kind: "held" }));
  const stop = findingListeners().add(log.listener());
  const outputs = watchOutputs(log, settings);
  watchConsoles(log);
  watchFailures(log, settings.scrubs);
  watchChildren(log, outputs, settings);
  watchSyncChildren(log, outputs, settings);
  watchContexts(SHARED_STATE.map((name) => Symbol.for(name)));
  watchWorkers(settings);
  process.on("exit", () => {
    // New findings are written at once, but counts may be behind.
    stop();
    findingListeners().add(log.listener());
    log.end();
    if (values.isIncomplete) records.write({ kind: "incomplete" });
  });
}
