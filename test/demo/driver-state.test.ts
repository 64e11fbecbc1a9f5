import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  VolumeCapability_AccessMode_Mode as AccessMode,
  Controller,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import { DriverState } from "../../src/demo/driver/driver-state.js";
import { type SavedState, StateFileError, stateOf, textOf } from "../../src/demo/driver/saved-state.js";
import { CalledDriver } from "./called-driver.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-state-"));
  file = join(folder, "state.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const capability = fc.constantFrom("mount ext4 SINGLE_NODE_WRITER", "block MULTI_NODE_MULTI_WRITER");
const serial = fc.nat(100);
const bytes = fc.bigInt({ min: 0n, max: 2n ** 59n });
const volumes = fc.record({
  id: fc.string(),
  serial,
  name: fc.string(),
  capacityBytes: bytes,
  parametersDigest: fc.string(),
  source: fc.string(),
  attachments: fc.array(fc.record({ nodeId: fc.string(), readonly: fc.boolean(), capability })),
  stagings: fc.array(fc.record({ path: fc.string(), capability })),
  mounts: fc.array(
    fc.record({ path: fc.string(), readonly: fc.boolean(), capability, isMade: fc.boolean() }),
  ),
});
const snapshots = fc.record({
  id: fc.string(),
  serial,
  name: fc.string(),
  sourceVolumeId: fc.string(),
  sizeBytes: bytes,
  createdAt: fc.nat(),
});
const states: fc.Arbitrary<SavedState> = fc.record({
  lastSerial: fc.integer({ min: 100, max: 200 }),
  volumes: fc.array(volumes),
  snapshots: fc.array(snapshots),
});

const volumeCapabilities = [
  {
    accessType: {
      case: "mount" as const,
      value: { fsType: "ext4", mountFlags: ["username=jane,password=mountsecret"] },
    },
    accessMode: { mode: AccessMode.SINGLE_NODE_WRITER },
  },
];
const request = {
  name: "a",
  volumeCapabilities,
  parameters: { password: "parametersecret" },
  secrets: { password: "plainsecret" },
};

describe("a state file", () => {
  it("holds what is read from it again", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(stateOf(textOf(state), file)).toEqual(state);
      }),
    );
  });

  it("brings volumes and snapshots back, and never uses a serial number twice", () => {
    const first = new CalledDriver(new DriverState(file));
    const { volume } = first.call(Controller.method.createVolume, request);
    const sourceVolumeId = volume?.volumeId ?? "";
    const { snapshot } = first.call(Controller.method.createSnapshot, { name: "s", sourceVolumeId });
    first.call(Controller.method.deleteSnapshot, { snapshotId: snapshot?.snapshotId ?? "" });
    const state = new DriverState(file);
    expect(state.volumes.map(({ id }) => id)).toEqual([sourceVolumeId]);
    expect(state.snapshots).toEqual([]);
    expect(state.nextSerial()).toBe(3);
  });

  it("holds no secrets, mount flags or parameters, and is for its owner only", () => {
    new CalledDriver(new DriverState(file)).call(Controller.method.createVolume, request);
    expect(readFileSync(file, "utf8")).not.toMatch(/mountsecret|parametersecret|plainsecret|jane/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["state.json"]);
  });

  it("that cannot be written fails the call, and each further call until it can", () => {
    const driver = new CalledDriver(new DriverState(join(folder, "later", "state.json")));
    expect(driver.failure(Controller.method.createVolume, request)).toBe("INTERNAL");
    expect(driver.failure(Controller.method.createVolume, request)).toBe("INTERNAL");
    mkdirSync(join(folder, "later"));
    expect(driver.failure(Controller.method.createVolume, request)).toBe("OK");
    expect(existsSync(join(folder, "later", "state.json"))).toBe(true);
  });
});

describe("a file that is no state file", () => {
  const good = textOf({ lastSerial: 1, volumes: [], snapshots: [] });
  it.each([
    ["no JSON", "hunter2"],
    ["another JSON", '{"format":"hunter2"}'],
    ["a list", "[]"],
    ["without volumes", good.replace('"volumes"', '"hunter2"')],
    ["with a broken volume", good.replace('"volumes": []', '"volumes": [{"id":"hunter2"}]')],
    ["with a broken number", good.replace('"lastSerial": 1', '"lastSerial": -1')],
  ])("is refused without a word of it: %s", (_, text) => {
    writeFileSync(file, text);
    const read = () => new DriverState(file);
    expect(read).toThrow(StateFileError);
    expect(read).toThrow(new RegExp(`^${file}: `));
    expect(read).not.toThrow(/hunter2/);
  });
});
