import { describe, expect, it } from "vitest";
import type { MessagePlan } from "../../src/plan/compiled.js";
import { Path } from "../../src/plan/path.js";

function planOf(typeName: string): MessagePlan {
  return {
    kind: "message",
    typeName,
    fields: [],
    mayContainSecrets: true,
    recursive: true,
    any: undefined,
    typedStruct: undefined,
  };
}

const plan = planOf("a.A");
const other = planOf("a.B");
const message = {};

describe("a walk comes to a message", () => {
  it("that it is inside of, however far out", () => {
    const path = new Path();
    expect(path.enter(plan, message)).toBe("new");
    expect(path.enter(plan, {})).toBe("new");
    expect(path.enter(plan, message)).toBe("inside");
  });

  it("that is another one if it is read with another plan, or if there is none", () => {
    const path = new Path();
    expect(path.enter(plan, message)).toBe("new");
    expect(path.enter(other, message)).toBe("new");
    expect(path.enter(undefined, message)).toBe("new");
    expect(path.enter(undefined, message)).toBe("inside");
  });

  it("that is no object: two equal texts are not the same message", () => {
    const path = new Path(0);
    for (const value of ["a", "a", null, null, undefined, undefined])
      expect(path.enter(plan, value)).toBe("new");
  });

  it("that it has left: it goes in again, until the first cycle", () => {
    const path = new Path();
    const visit = (): string => {
      const arrival = path.enter(plan, message);
      if (arrival === "new") path.leave();
      return arrival;
    };
    expect([visit(), visit()]).toEqual(["new", "new"]);
    path.enter(other, message);
    expect(path.enter(other, message)).toBe("inside");
    // From now on, each message once.
    expect([visit(), visit()]).toEqual(["new", "again"]);
  });

  it("again, after as many messages as it may repeat", () => {
    const path = new Path(2);
    const arrivals = [1, 2, 3, 4].map(() => {
      const arrival = path.enter(plan, message);
      if (arrival === "new") path.leave();
      return arrival;
    });
    // The first two are not remembered.
    expect(arrivals).toEqual(["new", "new", "new", "again"]);
    expect(path.enter(other, message)).toBe("new");
  });
});

describe("what a walk made of a message", () => {
  it("is kept for the next time, by plan and message", () => {
    const path = new Path(0);
    expect(path.result(plan, message)).toBeUndefined();
    path.enter(plan, message);
    expect(path.result(plan, message)).toBeUndefined();
    path.leave("copy");
    expect(path.result(plan, message)).toBe("copy");
    expect(path.result(other, message)).toBeUndefined();
    expect(path.result(plan, {})).toBeUndefined();
  });

  it("belongs to the message that was entered last", () => {
    const path = new Path(0);
    const inner = {};
    path.enter(plan, message);
    path.enter(other, inner);
    path.leave("inner");
    path.leave("outer");
    expect([path.result(other, inner), path.result(plan, message)]).toEqual(["inner", "outer"]);
  });

  it("is not kept for a message that the walk may repeat", () => {
    const path = new Path(1);
    path.enter(plan, message);
    path.leave("copy");
    expect(path.result(plan, message)).toBeUndefined();
  });

  it("leaving a walk that nobody began does nothing", () => {
    const path = new Path();
    path.leave("x");
    expect(path.enter(plan, message)).toBe("new");
  });
});

describe("what stands in place of a message", () => {
  it("is made once for each plan and message, whatever it is", () => {
    const path = new Path();
    let made = 0;
    const make = (): undefined => {
      made++;
    };
    for (const of of [plan, other]) {
      path.replacement(of, message, make);
      expect(path.replacement(of, message, make)).toBeUndefined();
    }
    expect(made).toBe(2);
    expect(path.replacement(plan, {}, () => "x")).toBe("x");
  });
});
