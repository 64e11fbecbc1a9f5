import type { KnownSecret } from "./written-form.js";

/** Log lines that leak secrets in the usual ways. */
export function sampleLines(secrets: readonly KnownSecret[]): string {
  const found = secrets
    .filter(({ text }) => text.length >= 4)
    .sort((left, right) => Number(isPassword(right)) - Number(isPassword(left)))
    .slice(0, 3);
  return found
    .flatMap(({ text }, index) => {
      const lines = [
        `mount -t cifs -o username=web,password=${text} //nas/share /mnt`,
        `level=info msg="login" header="Authorization: Basic ${base64(`web:${text}`)}"`,
        `GET /v1/volumes?credential=${encodeURIComponent(text)} 401`,
        `{"level":50,"err":${JSON.stringify(`cannot log in with ${text}`)}}`,
      ];
      return index === 0 ? lines : lines.slice(index, index + 1);
    })
    .join("\n");
}

function isPassword({ path }: KnownSecret): boolean {
  return /pass|token|secret\b|key\b/i.test(path);
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
