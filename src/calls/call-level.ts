/**
 * The level of a method's entries: one level for all methods; a record by path (`/csi.v1.Node/NodePublishVolume`) or name
 * (`NodePublishVolume`), where a path comes first; or a function of the path. The default level holds for undefined, and for
 * methods that the record does not have.
 */
export type CallLevel = string | Readonly<Record<string, string>> | ((method: string) => string | undefined);

/** The level of the entries of most methods. */
export const DEFAULT_LEVEL = "info";

/** The level of methods that orchestrators call every few seconds. */
export const FREQUENT_LEVEL = "trace";

/** `Probe`, `GetPluginCapabilities`, `NodeGetCapabilities`, ... of any service. */
const FREQUENT_METHOD = /^(?:Probe|\w*Get\w*Capabilities)$/;

/** The level of a method by its path. Never throws: if a given function throws, the default holds. */
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
