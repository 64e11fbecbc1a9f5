/**
 * Reports a problem of the whole process: by Node's `process.emitWarning`, on other platforms by the console. Call it once
 * per kind of problem. A warning never holds a value.
 */
export function emitWarning(message: string): void {
  const { process: node } = globalThis as { process?: { emitWarning?(message: string): void } }; // only Node has it
  if (node?.emitWarning !== undefined) node.emitWarning(message);
  else console.warn(message);
}
