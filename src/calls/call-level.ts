/**
 * The level of a method's entries: one for all methods; by method, either its path (`/csi.v1.Node/NodePublishVolume`) or
 * its name (`NodePublishVolume`), a path first; or a function of the path. Undefined, or a method that a record does not
 * have, is the default.
 */
export type CallLevel = string | Readonly<Record<string, string>> | ((method: string) => string | undefined);

/** The level of the entries of most methods. */
export const DEFAULT_LEVEL = "info";

/** The level of what orchestrators ask every few seconds. */
export const FREQUENT_LEVEL = "trace";

/** `Probe`, `GetPluginCapabilities`, `NodeGetCapabilities`, ... of any service. */
const FREQUENT_METHOD = /^(?:Probe|\w*Get\w*Capabilities)$/;

/** The level of a method by its path. Total: where a given function fails, the default holds. */
export function levelOf(method: string, level: CallLevel | undefined): string {
  return (
    chosenLevel(method, level) ?? (FREQUENT_METHOD.test(nameOf(method)) ? FREQUENT_LEVEL : DEFAULT_LEVEL)
  );
}

function chosenLevel(method: string, level: CallLevel | undefined): string | undefined {
  if (typeof level === "string") return level;
  if (typeof level !== "function") return own(level, method) ?? own(level, nameOf(method));
  try {
    return level(method);
  } catch {
    return undefined;
  }
}

function own(levels: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return levels !== undefined && Object.hasOwn(levels, key) ? levels[key] : undefined;
}

function nameOf(method: string): string {
  return method.slice(method.lastIndexOf("/") + 1);
}
