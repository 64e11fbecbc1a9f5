import { create, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { loggingInterceptor } from "../../src/connect/index.js";
import { sanitizer } from "../calls/logged-vault.js";
import { FailureSchema, Vault } from "../gen/vault_pb.js";

const SECRET = "hunter2-secret";
const FAILURE = toBinary(FailureSchema, create(FailureSchema, { command: "mount" }));

/** The details that a client gets from a server that passes on what it has received from another one. */
async function passedOn(detail: ConnectError["details"][number]): Promise<ConnectError["details"]> {
  const transport = createRouterTransport(
    (router) =>
      router.service(Vault, {
        open() {
          const error = new ConnectError("mount failed", Code.Internal);
          error.details.push(detail);
          throw error;
        },
      }),
    { router: { interceptors: [loggingInterceptor({ sanitizer, logger: () => undefined, graceTime: 0 })] } },
  );
  const call = createClient(Vault, transport).open({ credential: { user: "ann", password: SECRET } });
  return ConnectError.from(await call.catch((error: unknown) => error)).details;
}

describe("the JSON of a detail that a server has received and passes on", () => {
  it("is left out if it holds a secret that the bytes do not hold", async () => {
    const debug = { command: `mount -o password=${SECRET}` };
    const details = await passedOn({ type: FailureSchema.typeName, value: FAILURE, debug });
    expect(JSON.stringify(details)).not.toContain("hunter2");
    expect(details).toMatchObject([{ type: FailureSchema.typeName, value: FAILURE }]);
  });

  it("stays if it holds none", async () => {
    const debug = { command: "mount" };
    const details = await passedOn({ type: FailureSchema.typeName, value: FAILURE, debug });
    expect(details).toEqual([{ type: FailureSchema.typeName, value: FAILURE, debug }]);
  });
});
