import { describe, expect, it } from "vitest";
import { encodedForms } from "../../src/demo/leak-search.js";
import { PLANTED, PLANTED_FIELD } from "./planted-leaks.js";
import { inShort, radarRun, STAGE } from "./radar-run.js";

describe("the driver with twelve planted leaks", () => {
  const password = "kH7x'Qm\"2v\\Zp éW4t";

  it("has exactly these findings, in reports without the secret", async () => {
    const run = await radarRun([process.execPath, STAGE], { env: { PLANTED_PASSWORD: password } });
    expect(run.leaks.map(inShort).sort()).toEqual(Object.values(PLANTED).sort());
    expect(new Set(run.leaks.map(({ field }) => field))).toEqual(new Set([PLANTED_FIELD]));
    expect(run.status).toBe(1);
    // What the program prints stays as it is: this is what the leak looks like without the radar.
    expect(run.stdout).toContain(`debug: the password is ${password}\n`);
    expect(run.stderr).toContain("leak radar: 12 leaks; 6 in clear; 6 replaced by the library");
    const table = run.stderr.slice(run.stderr.indexOf("where"));
    for (const report of [run.json, run.sarif, run.html, table]) {
      expect(encodedForms(password).filter((form) => report.includes(form))).toEqual([]);
    }
  });
});
