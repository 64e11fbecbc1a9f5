import { afterEach, describe, expect, it } from "vitest";
import { createSanitizer, type Finding, liveSecrets } from "../../src/index.js";
import { STACKS } from "../e2e/stacks/all-stacks.js";
import { VaultFailure } from "../e2e/stacks/vault.js";
import { file_vault } from "../gen/vault_pb.js";
import { findingsOf } from "./recorded-findings.js";

const sanitizer = createSanitizer({ schemas: [file_vault] });
const PASSWORD = "hunter2-secret";

afterEach(async () => {
  // All that a call has held.
  while (liveSecrets.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
});

describe.each(STACKS)("a secret of a call of $name", (stack) => {
  /** Calls a handler, and returns what is found meanwhile. */
  async function foundInCall(
    options: { readonly scrubStatus?: boolean },
    handle: (password: string) => void,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<readonly Finding[]> {
    const vault = await stack.start({
      server: { sanitizer, logger: () => {}, graceTime: 0, ...options },
      async *handler({ requests }) {
        for await (const { credential } of requests) handle(credential.password);
        yield { note: "", session: "" };
      },
    });
    const request = { task: "t", credential: { user: "jane", password: PASSWORD } };
    const findings = await findingsOf(() => vault.call("Open", [request], { metadata }));
    await vault.close();
    return findings;
  }

  it("has the method, if the handler logs it", async () => {
    const findings = await foundInCall({}, (password) => liveSecrets.scrub(`mount -o ${password}`));
    expect(findings).toMatchObject([
      { source: "field", field: "vault.v1.Credential.password", sink: "text", count: 1 },
    ]);
    expect(findings[0]?.method).toMatch(/^\/vault\.v1\.Vault\/Open$/);
    expect(findings[0]?.frame?.file).toMatch(/calls\.test\.ts$/);
  });

  it.each([true, false])(
    "is found in the status for the client, if it is scrubbed: %s",
    async (scrubStatus) => {
      const findings = await foundInCall({ scrubStatus }, (password) => {
        throw new VaultFailure(3, `mount -o ${password}`);
      });
      expect(findings).toMatchObject([
        {
          field: "vault.v1.Credential.password",
          sink: stack.name.startsWith("grpc") ? "gRPC status" : "Connect status",
          count: 1,
        },
      ]);
    },
  );

  it("is found in an open field of the entry that the interceptor writes", async () => {
    const vault = await stack.start({
      server: { sanitizer, logger: (_level, entry) => void JSON.stringify(entry), graceTime: 0 },
      async *handler() {
        yield { note: "", session: "" };
      },
    });
    const request = { task: `use ${PASSWORD}`, credential: { user: "jane", password: PASSWORD } };
    const findings = await findingsOf(() => vault.call("Open", [request]));
    await vault.close();
    expect(findings).toMatchObject([{ field: "vault.v1.Credential.password", sink: "call log" }]);
  });

  it("is named by its header, if it is metadata", async () => {
    const metadata = { authorization: "Bearer opaque-token-77" };
    const findings = await foundInCall({}, () => liveSecrets.scrub("opaque-token-77"), metadata);
    expect(findings).toMatchObject([
      { source: "metadata", origin: "authorization of metadata", header: "authorization", field: undefined },
    ]);
    expect(findings[0]?.method).toMatch(/Open$/);
  });
});
