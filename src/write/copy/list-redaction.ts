import { DROPPED, type RedactValue, type ValueRedaction } from "./redact-value.js";

/** Redacts the items of an open list. Those that are not of its type are dropped. */
export function redactList({ redact }: ValueRedaction): RedactValue {
  return (list, depth, nesting) => {
    if (!Array.isArray(list)) return DROPPED;
    const kept: unknown[] = [];
    let isChanged = false;
    for (let index = 0; index < list.length; index++) {
      const item: unknown = list[index];
      const redacted = redact(item, depth, nesting);
      if (!Object.is(redacted, item)) isChanged = true;
      if (redacted !== DROPPED) kept.push(redacted);
    }
    return isChanged ? kept : list;
  };
}

/** Replaces a secret list by one item, however many there were; an empty one is not set and stays. */
export function replaceList({ replace }: ValueRedaction): (list: unknown) => unknown {
  return (list) => {
    const items: readonly unknown[] = Array.isArray(list) ? list : [undefined];
    if (items.length === 0) return list;
    const item = replace(items.find((one) => one !== null && one !== undefined) ?? items[0]);
    return item === DROPPED ? [] : [item];
  };
}
