import type { MessagePlan } from "../../plan/compiled.js";
import type { Path } from "../../plan/path.js";

/**
 * Copies a message that may be inside itself, or that many ways lead to: see {@link Path}.
 *
 * @param copy makes the copy.
 * @param replace makes what takes its place inside itself.
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
      return replace();
    case "again":
      return path.result(plan, message) ?? replace();
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
