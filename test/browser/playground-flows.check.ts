import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keepPicture, openPlayground, write } from "./open-playground.js";

const PASSWORD = "hunter2-of-jane";
const LOGIN_PROTO = `syntax = "proto3";
package acme.v1;
import "google/protobuf/descriptor.proto";
import "google/protobuf/any.proto";
enum Level { LEVEL_UNSPECIFIED = 0; LEVEL_PUBLIC = 1; LEVEL_PRIVATE = 2; }
extend google.protobuf.FieldOptions { Level level = 50001; bool hidden = 50002; }
message Login {
  string user = 1;
  string password = 2 [debug_redact = true];
  string pin = 3 [(level) = LEVEL_PRIVATE];
  string phone = 4;
  map<string, string> labels = 5;
  google.protobuf.Any extra = 6;
}
`;
const LOGIN = JSON.stringify({
  user: "jane",
  password: PASSWORD,
  pin: "pin-2580-1470",
  phone: "+49 170 1234567",
  labels: { "example.com/apiKey": "key-8f2e91", region: "eu" },
  extra: {
    "@type": "type.googleapis.com/acme.v1.Login",
    extra: { "@type": "type.googleapis.com/acme.v1.Login", user: "joe", password: "inner-hunter2" },
  },
});

/** Opens the page with the types and the message above. */
async function openLogin(): ReturnType<typeof openPlayground> {
  const page = await openPlayground();
  await write(page, "#proto", LOGIN_PROTO);
  await write(page, "#message", LOGIN);
  return page;
}

describe("the sanitized message", () => {
  it("is shown for the example, whose token no option marks", async () => {
    const page = await openPlayground();
    const shown = await page.locator("#fields").textContent();
    expect(shown).toContain('"secrets": "***stripped***"');
    expect(shown).toContain("eyJhbGci");
    await keepPicture(page, "example");
  });

  it("hides what options mark, also in an Any", async () => {
    const page = await openLogin();
    const shown = await page.locator("#fields").textContent();
    expect(shown).not.toMatch(/hunter2/);
    expect(shown).toContain('"user": "jane"');
    expect(await page.locator("#line").textContent()).not.toMatch(/hunter2|\n/);
  });

  it("can be classified inside an Any, too", async () => {
    const page = await openLogin();
    const users = page.getByRole("button", { name: "user: shown" });
    expect(await users.count()).toBe(2);
    await users.first().click();
    expect(await page.locator("#verdict").textContent()).toContain("acme.v1.Login.user");
    await page.getByRole("button", { name: "It is secret" }).click();
    expect(await page.locator("#fields").textContent()).not.toMatch(/jane|joe/);
  });

  it("says rule, option and line behind a verdict, at the pointer and at the focus", async () => {
    const page = await openLogin();
    await page.getByRole("button", { name: "password: hidden" }).first().hover();
    const verdict = page.locator("#verdict");
    expect(await verdict.textContent()).toMatch(
      /acme\.v1\.Login\.password[\s\S]*secret[\s\S]*field option debug_redact[\s\S]*pasted\.proto:9[\s\S]*string password = 2/,
    );
    await page.getByRole("button", { name: "user: shown" }).first().focus();
    expect(await verdict.textContent()).toMatch(/acme\.v1\.Login\.user[\s\S]*open/);
    await page.getByRole("button", { name: "password: hidden" }).first().click();
    await page.getByRole("button", { name: "pasted.proto:9" }).click();
    const selected = await page.evaluate(() => {
      const area = document.querySelector("textarea");
      return area?.value.slice(area.selectionStart, area.selectionEnd);
    });
    expect(selected).toContain("string password = 2");
  });

  it.each([
    ["It is secret", '"phone": "***stripped***"', 'fields: [\n        "acme.v1.Login.phone"'],
    ["It is personal data (pii)", '"phone": "***stripped***567"', 'class: "pii"'],
    ["It is harmless", '"phone": "+49 170 1234567"', 'open: [\n        "acme.v1.Login.phone"'],
  ])("grows the policy by: %s", async (action, shown, code) => {
    const page = await openLogin();
    await page
      .getByRole("button", { name: /^phone: shown/ })
      .first()
      .click();
    await page.getByRole("button", { name: action }).click();
    expect(await page.locator("#fields").textContent()).toContain(shown);
    expect(await page.locator("#policy-text").textContent()).toContain(code);
  });

  it("takes rules for keys of maps, and drops them again", async () => {
    const page = await openLogin();
    const key = page.getByRole("button", { name: /^example.com\/apiKey/ }).first();
    await key.click();
    await page.getByRole("button", { name: "Keys like /key$/i are secret" }).click();
    const shown = page.locator("#fields");
    expect(await shown.textContent()).toContain('"example.com/apiKey": "***stripped***"');
    expect(await shown.textContent()).toContain('"region": "eu"');
    expect(await page.locator("#policy-text").textContent()).toContain("keys: [/key$/i]");
    await page.getByRole("button", { name: /^Drop: secret/ }).click();
    expect(await shown.textContent()).toContain("key-8f2e91");
  });

  it("takes options that the pasted files declare", async () => {
    const page = await openLogin();
    await page.getByRole("checkbox", { name: "acme.v1.level = LEVEL_PRIVATE" }).check();
    expect(await page.locator("#fields").textContent()).toContain('"pin": "***stripped***"');
    expect(await page.locator("#policy-text").textContent()).toContain(
      '{ option: "acme.v1.level", is: ["LEVEL_PRIVATE"] }',
    );
  });

  it("is empty while a rule is wrong", async () => {
    const page = await openLogin();
    await page
      .getByRole("button", { name: /^phone: shown/ })
      .first()
      .click();
    await page.getByRole("button", { name: "It is secret" }).click();
    await write(page, "#proto", LOGIN_PROTO.replace("phone", "telephone"));
    expect(await page.locator("#policy-problem").textContent()).toContain("acme.v1.Login.phone");
    expect(await page.locator("#fields").textContent()).toBe("");
    expect(await page.locator("#line").textContent()).toBe("");
  });

  it("shows markup of a message and of a .proto file as text", async () => {
    const page = await openLogin();
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await write(page, "#message", JSON.stringify({ user: markup, labels: { [markup]: markup } }));
    expect(await page.locator("#fields").textContent()).toContain("<img src=x");
    expect(await page.locator("#fields img, #fields script, #verdict img").count()).toBe(0);
    await page.getByRole("button", { name: /img/ }).first().click();
    expect(await page.locator("#verdict img").count()).toBe(0);
    expect(await page.title()).toContain("Playground");
  });
});

describe("a message", () => {
  it.each([
    ["base64", "CgRqYW5lEgdodW50ZXIy"],
    ["hex", "0a 04 6a 61 6e 65 12 07 68 75 6e 74 65 72 32"],
  ])("is read from %s", async (form, text) => {
    const page = await openLogin();
    await page.locator("#form").selectOption(form);
    await write(page, "#message", text);
    expect(await page.locator("#line").textContent()).toBe('{"password":"***stripped***","user":"jane"}');
  });

  it("is made of a seed", async () => {
    const page = await openLogin();
    const made: string[] = [];
    for (const seed of ["7", "7", "8"]) {
      await page.locator("#seed").fill(seed);
      await page.getByRole("button", { name: "Random message" }).click();
      made.push(await page.locator("#message").inputValue());
    }
    expect(made[0]).toBe(made[1]);
    expect(made[0]).not.toBe(made[2]);
    expect(await page.locator("#message-problem").textContent()).toBe("");
  });

  it("that cannot be read shows a problem, and nothing else", async () => {
    const page = await openLogin();
    await write(page, "#message", `{"password": "${PASSWORD}", `);
    expect(await page.locator("#message-problem").textContent()).not.toBe("");
    expect(await page.locator("#fields").textContent()).toBe("");
  });
});

describe("types", () => {
  it("come from a descriptor set", async () => {
    const page = await openPlayground();
    await page.locator("#schema-file").setInputFiles({
      name: "set.binpb",
      mimeType: "application/octet-stream",
      buffer: readFileSync("test/gen/descriptor-set.binpb"),
    });
    await page.locator("#type").selectOption("csi.v1.NodeStageVolumeRequest");
    expect(await page.locator("#fields").textContent()).toContain('"secrets": "***stripped***"');
    await page.getByRole("button", { name: "Drop the descriptor set" }).click();
    expect(await page.locator("#type").inputValue()).toContain("csi.v1.");
  });

  it("come from .proto files that are dropped on the page", async () => {
    const page = await openPlayground();
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "login.proto"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, LOGIN_PROTO);
    await page.locator('#type option[value="acme.v1.Login"]').waitFor({ state: "attached" });
    expect(await page.locator("#proto").inputValue()).toContain("// file: login.proto");
  });

  it("that cannot be read show where the problem is", async () => {
    const page = await openPlayground();
    await write(page, "#proto", 'syntax = "proto3";\nmessage A {\n  strin\n}');
    expect(await page.locator("#schema-problem").textContent()).toMatch(/line 4/);
  });
});

describe("what others print", () => {
  it.each([
    ["json", /"password": "hunter2-of-jane"/],
    ["console", /password: 'hunter2-of-jane'/],
    ["pino", /"password": "\[Redacted\]"/],
  ])("of a message is shown for %s, with leaks marked", async (printer, text) => {
    const page = await openLogin();
    await page.getByRole("tab", { name: "What others print" }).click();
    await page.locator("#other").selectOption(printer);
    expect(await page.locator("#other-text").textContent()).toMatch(text);
    const leaks = await page.locator("#other-text mark").allTextContents();
    expect(leaks.length).toBeGreaterThan(0);
    // The paths do not reach that deep.
    expect(leaks.join(" ")).toContain(printer === "console" ? "Uint8Array" : "inner-hunter2");
    expect(leaks.join(" ").includes(PASSWORD)).toBe(printer !== "pino");
    await keepPicture(page, `others-${printer}`);
  });
});

describe("free text", () => {
  it("is searched for the secrets of the message, in all their forms", async () => {
    const page = await openLogin();
    await page.getByRole("tab", { name: "Free text" }).click();
    const base64 = Buffer.from(`web:${PASSWORD}`).toString("base64");
    await write(
      page,
      "#free-text",
      `password=${PASSWORD} and\nBasic ${base64}\nGET /?p=${Buffer.from(PASSWORD).toString("hex")} clean`,
    );
    expect(await page.locator("#hit-list li").allTextContents()).toEqual([
      "password, raw",
      expect.stringMatching(/^password, base64/),
      "password, hex",
    ]);
    expect(await page.locator("#text-hits").textContent()).toContain("clean");
    expect(await page.locator("#text-scrubbed").textContent()).toBe(
      "password=***stripped*** and\nBasic d2ViO***stripped***\nGET /?p=***stripped*** clean",
    );
    await keepPicture(page, "free-text");
  });
});

describe("two runs", () => {
  it("of 1,000 pairs show no difference in sanitized texts", async () => {
    const page = await openLogin();
    await page.getByRole("tab", { name: "Two runs" }).click();
    await page.getByRole("button", { name: "Compare 1,000 pairs" }).click();
    await page.getByText("1,000 pairs, 0 differences.").waitFor();
  });

  it.each(["toJsonString", "pino paths"])("show a counterexample for %s", async (printer) => {
    const page = await openLogin();
    await page.getByRole("tab", { name: "What others print" }).click();
    await page.locator("#other").selectOption("pino");
    await page.locator("#paths").fill("*.token");
    await page.getByRole("tab", { name: "Two runs" }).click();
    await page.locator("#printer").selectOption(printer);
    await page.getByRole("button", { name: "Compare 1,000 pairs" }).click();
    await page.getByText(/A difference after/).waitFor();
    const [left, right] = await page.locator("#counterexample pre").allTextContents();
    expect(left).not.toBe(right);
    await keepPicture(page, `runs-${printer.replace(" ", "-")}`);
  });
});
