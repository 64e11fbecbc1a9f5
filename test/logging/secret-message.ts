import { join } from "node:path";
import { create, toBinary } from "@bufbuild/protobuf";
import protobuf from "protobufjs";
import { expect } from "vitest";
import { encodedForms } from "../../src/demo/leak-search.js";
import { createSanitizer, type Sanitizer } from "../../src/index.js";
import { file_acme_v1_login, LoginSchema } from "../gen/acme/v1/login_pb.js";
import { repository } from "../package/pack.js";

/** Of the length and with the characters that every encoding changes. */
export const SECRET = `p"\\ä/+?hunter2\n`;

const root = protobuf.loadSync(join(repository, "proto/test/acme/v1/login.proto"));

export const sanitizer: Sanitizer = createSanitizer({ schemas: [file_acme_v1_login] });

/** A message of @bufbuild/protobuf that holds the secret. */
export function login(user = "jane"): object {
  return create(LoginSchema, { user, password: SECRET });
}

/** The same of protobufjs, which says its type on its prototype alone. */
export function reflectedLogin(user = "jane"): object {
  const message = create(LoginSchema, { user, password: SECRET });
  return root.lookupType("acme.v1.Login").decode(toBinary(LoginSchema, message));
}

/** What a safe logger prints of either, as JSON. */
export const SAFE_LOGIN = { password: "***stripped***", user: "jane" };

/** Whether a text holds a secret, in any form. */
export function holds(text: string, secret: string = SECRET): boolean {
  return encodedForms(secret).some((form) => text.includes(form));
}

/** Fails if a text holds the secret in any form. */
export function expectNoSecret(text: string, secret: string = SECRET): void {
  expect(encodedForms(secret).filter((form) => text.includes(form))).toEqual([]);
}

/** Runs something while a secret is live, as that of a call under way is. */
export function whileLive<T>(run: () => T, secret: string = SECRET): T {
  const scope = sanitizer.secretsOf(create(LoginSchema, { password: secret }));
  const release = sanitizer.live.hold(scope, { graceTime: 0 });
  try {
    return run();
  } finally {
    release();
  }
}

/** Comes when nothing is live any more: releases take effect in a timer of their own. */
export function nothingLive(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}
