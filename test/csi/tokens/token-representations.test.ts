import { describe, expect, it } from "vitest";
import {
  createCsiSanitizer,
  hasCredentials,
  type ServiceAccountTokens,
  serviceAccountTokens,
  withoutTokens,
} from "../../../src/csi/index.js";
import { type Sanitizer, STRIPPED } from "../../../src/index.js";
import { representations } from "./representations.js";
import { EXPIRES, KEY, TOKEN, tokensText } from "./requests.js";

const TYPE = "csi.v1.NodePublishVolumeRequest";
const stripping = createCsiSanitizer();
const describing = createCsiSanitizer({ tokens: "describe" });
const described = `{"vault":{"token":"***stripped***","expirationTimestamp":"${EXPIRES}"}}`;
const found = [["vault", TOKEN, "2026-01-01T00:00:00.000Z"]];
const inBoth = {
  secrets: { password: "hunter2", [KEY]: tokensText() },
  volumeContext: { pod: "web-0", [KEY]: tokensText() },
};
const inNeither = { secrets: { password: "hunter2" }, volumeContext: { pod: "web-0" } };

/** What was found, with the tokens in clear. */
function revealed({ source, tokens }: ServiceAccountTokens): unknown {
  const entries = [...tokens].map(([audience, { token, expirationTimestamp }]) => [
    audience,
    token.reveal(),
    expirationTimestamp.toISOString(),
  ]);
  return { source, tokens: entries };
}

function print(request: unknown, sanitizer: Sanitizer = stripping): string {
  return sanitizer.stringify(TYPE, request);
}

function redact(request: unknown): unknown {
  return describing.redact(TYPE, request);
}

describe.each(representations)("service account tokens in a request of $name", ({ make }) => {
  it("are found in volume_context, where every kubelet before 1.35 puts them", () => {
    const request = make({
      secrets: { password: "hunter2" },
      volumeContext: { pod: "web-0", [KEY]: tokensText() },
    });
    expect(revealed(serviceAccountTokens(request))).toEqual({ source: "volume_context", tokens: found });
  });

  it("are found in secrets if the CSIDriver object asks for that", () => {
    const request = make({ secrets: { [KEY]: tokensText() }, volumeContext: { pod: "web-0" } });
    expect(revealed(serviceAccountTokens(request))).toEqual({ source: "secrets", tokens: found });
  });

  it("in secrets win over those in volume_context, which anyone who creates a volume can write", () => {
    const request = make({
      secrets: { [KEY]: tokensText() },
      volumeContext: { [KEY]: tokensText({ forged: "x" }) },
    });
    expect(revealed(serviceAccountTokens(request))).toEqual({ source: "secrets", tokens: found });
  });

  it("are absent if neither field has the key", () => {
    for (const maps of [{}, { secrets: { password: "hunter2" }, volumeContext: { pod: "web-0" } }]) {
      expect(() => serviceAccountTokens(make(maps))).toThrow(
        expect.objectContaining({ reason: "absent", source: undefined }),
      );
    }
  });

  it("are wrong if the value in secrets is empty: volume_context does not replace it", () => {
    expect(() => serviceAccountTokens(make({ volumeContext: { [KEY]: "" } }))).toThrow(
      expect.objectContaining({
        reason: "not JSON",
        source: "volume_context",
      }),
    );
    expect(() =>
      serviceAccountTokens(make({ secrets: { [KEY]: "" }, volumeContext: { [KEY]: tokensText() } })),
    ).toThrow(
      expect.objectContaining({
        reason: "not JSON",
        source: "secrets",
      }),
    );
  });

  it("are not credentials", () => {
    expect(hasCredentials(make({}))).toBe(false);
    expect(hasCredentials(make({ secrets: { [KEY]: tokensText() } }))).toBe(false);
    expect(hasCredentials(make({ volumeContext: { password: "no secret" } }))).toBe(false);
    expect(hasCredentials(make({ secrets: { [KEY]: tokensText(), password: "" } }))).toBe(true);
  });
});

describe.each(representations)("a request of $name", ({ make }) => {
  it("is handed on without its tokens, in the same representation", () => {
    const request = make(inBoth);
    const printed = print(request);
    const copy = withoutTokens(request);
    expect(copy).not.toBe(request);
    expect(() => serviceAccountTokens(copy)).toThrow(expect.objectContaining({ reason: "absent" }));
    expect(hasCredentials(copy)).toBe(true);
    expect(print(copy)).toBe(print(make(inNeither)));
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(request));
    // The request itself stays as it was.
    expect(serviceAccountTokens(request).source).toBe("secrets");
    expect(print(request)).toBe(printed);
  });

  it("is returned itself if it has no tokens", () => {
    for (const maps of [{}, inNeither]) {
      const request = make(maps);
      expect(withoutTokens(request)).toBe(request);
    }
  });

  it("prints with audiences and times of expiry, if tokens are to be described", () => {
    const request = make({
      secrets: { [KEY]: tokensText() },
      volumeContext: { pod: "web-0", [KEY]: tokensText() },
    });
    const context = { [KEY]: described, pod: "web-0" };
    expect(JSON.parse(print(request, describing))).toMatchObject({
      secrets: STRIPPED,
      volume_context: context,
    });
    const copy = redact(request);
    expect(print(copy, describing)).toBe(print(request, describing));
    // Described already, it stays as it is.
    expect(print(redact(copy), describing)).toBe(print(copy, describing));
  });
});
