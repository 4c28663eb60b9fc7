import { userInfo } from "node:os";
import { sourceFindings } from "../../findings/source.js";
import type { SshAuth } from "../../model/index.js";
import type { SshAddress } from "../../util/ssh-address.js";
import { sourceError } from "../errors.js";
import type { Timeouts } from "../http-client.js";
import { type Command, connect, type SshConnection } from "./connection.js";
import { loadHostKeys } from "./host-keys.js";
import { loadIdentities } from "./identities.js";
import { makePrivateKeyReader } from "./private-key.js";
import { makeUploadPack, type UploadPack } from "./upload-pack.js";
import { uploadPackCommand } from "./upload-pack-command.js";

/** Runs git-upload-pack on one server. */
export interface Connector {
  /** `version2` asks for protocol 2, which servers may not take. One run at a time. */
  run(version2: boolean, signal: AbortSignal): Promise<UploadPack>;
  close(): void;
}

export interface ConnectorOptions {
  readonly address: SshAddress;
  readonly auth: SshAuth;
  readonly timeouts: Timeouts;
  /** The repository as messages name it. */
  readonly where: string;
}

/**
 * A pass looks and fetches at once, so its runs share a connection. It grows no older, however often the remote is polled:
 * a key that was rotated or revoked is to be noticed.
 */
const maxAgeMs = 5_000;

/** Connects when there is something to run, with keys and known_hosts as they are then. */
export function makeConnector({ address, auth, timeouts, where }: ConnectorOptions): Connector {
  const readKey = makePrivateKeyReader(auth);
  let connection: SshConnection | undefined;
  let openedAt = 0;
  let expiry: NodeJS.Timeout | undefined;

  const drop = () => {
    clearTimeout(expiry);
    connection?.close();
    connection = undefined;
  };
  const open = async (signal: AbortSignal): Promise<SshConnection> => {
    const username = address.user ?? localUser();
    const hostKeys = await loadHostKeys(address, auth);
    const identities = await loadIdentities(auth, username, readKey);
    return connect({ address, username, hostKeys, identities, timeouts, where, signal });
  };
  const timeLeft = () => openedAt + maxAgeMs - performance.now();
  const startOn = (used: SshConnection, command: Command, signal: AbortSignal) => {
    const onClose = (failed: boolean) => {
      if (failed) drop();
      else expiry = setTimeout(drop, Math.max(0, timeLeft())).unref();
    };
    const options = { timeouts, where, signal, brokenBy: used.failure, onClose };
    return used.exec(command, (channel) => makeUploadPack(channel, options), signal);
  };
  return {
    async run(version2, signal) {
      const env = version2 ? { GIT_PROTOCOL: "version=2" } : {};
      const command = { command: uploadPackCommand(address.path), env };
      clearTimeout(expiry);
      try {
        if (connection?.isOpen() && timeLeft() > 0) {
          try {
            return await startOn(connection, command, signal);
          } catch {
            // The server has ended it meanwhile: it is replaced once.
            signal.throwIfAborted();
          }
        }
        drop();
        connection = await open(signal);
        openedAt = performance.now();
        return await startOn(connection, command, signal);
      } catch (error) {
        drop();
        throw error;
      }
    },
    close: drop,
  };
}

/** As ssh does where the address names no user. */
function localUser(): string {
  try {
    return userInfo().username;
  } catch {
    throw sourceError(
      sourceFindings.unsupportedUrl,
      "the SSH address names no user, and the user that runs gitxds has no name",
      "write the user, as in git@host:team/mesh.git",
    );
  }
}
