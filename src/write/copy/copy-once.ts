import type { MessagePlan } from "../../plan/compiled.js";
import type { Path } from "../../plan/path.js";

/**
 * Copies a message that may contain itself, or that may be met many times: see {@link Path}.
 *
 * The message need not have been looked at: how it looks may take long to find out, and is asked once.
 *
 * @param copy makes the copy.
 * @param replace makes the replacement of the message inside itself.
 */
export function copyOnce(
  plan: MessagePlan,
  message: unknown,
  path: Path,
  copy: () => unknown,
  replace: () => unknown,
): unknown {
  switch (path.enter(plan, message)) {
    case "inside":
    case "again":
      return path.result(plan, message) ?? path.replacement(plan, message, replace);
    case "new": {
      let copied: unknown;
      try {
        copied = copy();
        return copied;
      } finally {
        path.leave(copied);
      }
    }
  }
}
