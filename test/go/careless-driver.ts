import { inspect } from "node:util";
import type { Message } from "@bufbuild/protobuf";
import type { Logger } from "pino";
import { CallFailure, type ServedMethod } from "../../src/demo/grpc-server.js";

/** Where a careless driver logs. */
export interface CarelessLog {
  readonly logger: Pick<Logger, "info" | "error">;
  readonly console: Console;
}

/** The forms in which it writes a secret. */
export const WRITTEN_FORMS: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  json: (secret) => JSON.stringify(secret),
  "JSON in JSON": (secret) => JSON.stringify(JSON.stringify({ secret })),
  base64: (secret) => Buffer.from(secret).toString("base64"),
  base64url: (secret) => Buffer.from(secret).toString("base64url"),
  "Basic header": (secret) => `Basic ${Buffer.from(`admin:${secret}`).toString("base64")}`,
  hex: (secret) => Buffer.from(secret).toString("hex"),
  URL: (secret) => `https://admin:${encodeURIComponent(secret)}@storage.example/`,
  query: (secret) => new URLSearchParams({ secret }).toString(),
  inspected: (secret) => inspect({ secret }),
};

/** How long a handler goes on logging after it has answered, in milliseconds. */
export const LATE_MS = 20;

/** A method that quotes the secrets of its requests: in what it logs, now and later, and in its errors. */
export function careless({ method, handle }: ServedMethod, { logger, console }: CarelessLog): ServedMethod {
  return {
    method,
    handle(request) {
      const secrets = secretsOf(request);
      const write = (when: string): void => {
        for (const secret of secrets) {
          for (const [form, written] of Object.entries(WRITTEN_FORMS)) {
            const text = written(secret);
            logger.info(`${method.name} ${when}: ${form} ${text}`);
            console.log(`${method.name} ${when}: %s`, form, text);
          }
          logger.info({ argv: ["mount", "-o", `password=${secret}`], env: { SECRET: secret } }, when);
          console.error(new Error(`mount -o password=${secret}: exit status 32`));
        }
      };
      write("before");
      logger.info({ request }, "got a request");
      console.log("got", request);
      setTimeout(write, LATE_MS, "late").unref();
      try {
        return handle(request);
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        logger.error(error);
        throw new CallFailure(error.code, `${error.message}, with ${secrets.join(" and ")}`);
      }
    },
  };
}

function secretsOf(request: Message): readonly string[] {
  if (!("secrets" in request) || typeof request.secrets !== "object" || request.secrets === null) return [];
  return Object.values(request.secrets).filter((value) => typeof value === "string");
}
