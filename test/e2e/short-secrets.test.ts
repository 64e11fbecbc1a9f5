import { describe, expect, it, onTestFinished } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { file_vault } from "../gen/vault_pb.js";
import { makeLoggers } from "./loggers.js";
import { STACKS } from "./stacks/all-stacks.js";
import { type Handler, request } from "./stacks/vault.js";

const sanitizer = createSanitizer({ schemas: [file_vault] });

/** Too short to be searched for in texts: it is hidden only because its message is known. */
const PIN = "#ü#";

describe.each(STACKS)("$name", (stack) => {
  it("recognises a message by its method if a logger gets it, also inside the call", async () => {
    const { pino, winston, console, bytes } = makeLoggers(sanitizer);
    const handler: Handler = async function* ({ requests, native }) {
      for await (const message of requests) {
        pino.info({ request: message }, "pino");
        pino.info(message);
        pino.info({ queue: [{ message }], err: Object.assign(new Error("open"), { message }) });
        pino.info("%o %j", message, { message });
        pino.child({ call: native }).info("child");
        winston.info("winston", { request: message });
        winston.child({ message }).info("child");
        console.log("console", message, native);
        console.dir(native, { depth: 9 });
        yield { note: "", session: "" };
      }
    };
    const logger = pino;
    const vault = await stack.start({ server: { sanitizer, logger, graceTime: 0 }, handler });
    onTestFinished(() => vault.close());
    const { code } = await vault.call("Open", [request(PIN, "open the door")]);
    expect(code).toBe(0);
    const log = bytes().toString();
    expect(log).toContain(
      '"request":{"credential":{"password":"***stripped***","user":"jane"},"task":"open the door"}',
    );
    expect(log).not.toContain(PIN);
  });
});
