import { describe, expect, it } from "vitest";
import { type CallLevel, levelOf } from "../../src/calls/call-options.js";

const PUBLISH = "/csi.v1.Node/NodePublishVolume";

describe("without a level", () => {
  it.each([
    "/csi.v1.Identity/Probe",
    "/csi.v1.Identity/GetPluginCapabilities",
    "/csi.v1.Controller/ControllerGetCapabilities",
    "/csi.v1.GroupController/GroupControllerGetCapabilities",
    "/csi.v1.Node/NodeGetCapabilities",
    "/acme.v1.Any/Probe",
  ])("%s is at trace", (method) => {
    expect(levelOf(method, undefined)).toBe("trace");
  });

  it.each([PUBLISH, "/csi.v1.Node/NodeGetVolumeStats", "/acme.v1.Any/ProbeDisk", "/csi.v1.Probe/Get"])(
    "%s is at info",
    (method) => {
      expect(levelOf(method, undefined)).toBe("info");
    },
  );
});

describe("a level", () => {
  const throwing = (): string => {
    throw new Error("no level");
  };
  it.each<[string, CallLevel, string]>([
    ["for all methods", "debug", "debug"],
    ["by path", { [PUBLISH]: "warn", NodePublishVolume: "debug" }, "warn"],
    ["by name", { NodePublishVolume: "debug" }, "debug"],
    ["by a record without the method", { Probe: "debug" }, "info"],
    ["by a function", (method) => (method === PUBLISH ? "error" : undefined), "error"],
    ["by a function that says nothing", () => undefined, "info"],
    ["by a function that fails", throwing, "info"],
  ])("%s", (_, level, expected) => {
    expect(levelOf(PUBLISH, level)).toBe(expected);
  });

  it("does not come from properties of Object.prototype", () => {
    expect(levelOf("/acme.v1.Any/constructor", {})).toBe("info");
    expect(levelOf("/acme.v1.Any/__proto__", {})).toBe("info");
  });
});
