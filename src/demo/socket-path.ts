import { existsSync, lstatSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";

/** The limit of macOS, in bytes; Linux allows four more. Node cuts a longer path off instead of refusing it. */
export const MAX_SOCKET_PATH_BYTES = 103;

/** A socket cannot be made. The message names its path, and says why. */
export class SocketError extends Error {
  override readonly name = "SocketError";
}

/**
 * The path in an address such as `unix:csi.sock`, `unix:/run/csi.sock` or `unix:///run/csi.sock`.
 *
 * @throws {SocketError} if it is another kind of address, or the path is too long for a socket.
 */
export function socketPathOf(address: string): string {
  const [, path = ""] = /^unix:(?:\/\/(?=\/))?(.+)$/s.exec(address) ?? [];
  if (path === "" || path.startsWith("//") || path.includes("\0")) {
    throw new SocketError(
      "expected the address of a Unix socket, such as unix:csi.sock or unix:///run/csi.sock",
    );
  }
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new SocketError(
      `${path}: longer than the ${MAX_SOCKET_PATH_BYTES} bytes that a socket's path can have`,
    );
  }
  return path;
}

/**
 * Makes the path free for a new socket: removes the socket that a process has left behind.
 *
 * @throws {SocketError} if a process listens there, if there is something other than a socket, or no folder for it.
 */
export async function freeSocketPath(path: string): Promise<void> {
  // Without a folder, grpc-js would print a line of its own.
  if (!existsSync(dirname(path))) throw new SocketError(`${path}: its folder is not there`);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) throw new SocketError(`${path}: is there already, and is not a socket`);
  const code = await failureOfConnecting(path);
  if (code === undefined) throw new SocketError(`${path}: in use by another process`);
  if (code !== "ECONNREFUSED") throw new SocketError(`${path}: cannot tell whether it is in use: ${code}`);
  unlinkSync(path);
}

/** The code of the error; undefined if a process listens. */
function failureOfConnecting(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", (error) => resolve("code" in error ? String(error.code) : error.name));
  });
}
