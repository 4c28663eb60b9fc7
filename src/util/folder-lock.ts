import { randomBytes } from "node:crypto";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Clock } from "./clock.js";
import { contentHash } from "./hash.js";

/** How often the holder touches its file, and after how long without that it counts as dead, in milliseconds. */
export const lockTimes = { beat: 5_000, stale: 30_000 } as const;

/** Who holds a folder, in its own words. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** RFC 3339. */
  readonly since: string;
}

/** What stands in the file. The ids of the boot and of the network namespace are Linux's; null elsewhere. */
interface LockRecord extends Holder {
  readonly id: string;
  readonly boot: string | null;
  readonly network: string | null;
}

/** A folder that is ours. */
export interface FolderLock {
  /** Why the file could not be written, so that processes on other machines do not see the lock; null where it was. */
  readonly unwritten: Error | null;
  release(): Promise<void>;
}

export type LockResult =
  | { readonly type: "locked"; readonly lock: FolderLock }
  /** `holder` is null where it does not say who it is. */
  | { readonly type: "held"; readonly holder: Holder | null };

export interface LockOptions {
  readonly clock: Clock;
  /** Told when another process took the folder, which a process that stood still for long has to expect. */
  readonly onLost: (holder: Holder) => void;
}

const fileName = "lock";
const besidePattern = /^lock-[0-9a-f]{16}$/;

/**
 * Takes a folder for this process alone. A process that dies leaves nothing that needs a hand: where both share a network
 * namespace, a socket without a file (unix(7), abstract) tells, which the kernel closes with its process; between
 * machines and pods a file tells that its holder touches every few seconds. Ages are taken by the file system's clock.
 */
export async function lockFolder(folder: string, { clock, onLost }: LockOptions): Promise<LockResult> {
  const path = join(folder, fileName);
  const own = await ownRecord(clock);
  let socket: Server | "taken" | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    socket = await bindSocket(folder);
    if (socket === "taken") return { type: "held", holder: await readRecord(path) };
    const holder = await claim(folder, path, own);
    if (holder !== null) {
      socket?.close();
      return { type: "held", holder };
    }
    return { type: "locked", lock: keep(path, own, socket, { clock, onLost }) };
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    const held = socket;
    return { type: "locked", lock: { unwritten: error, release: async () => void closeSocket(held) } };
  }
}

async function ownRecord(clock: Clock): Promise<LockRecord> {
  const orNull = (text: Promise<string>) => text.then((value) => value.trim()).catch(() => null);
  return {
    id: randomBytes(8).toString("hex"),
    host: hostname(),
    pid: process.pid,
    since: clock.now().toISOString(),
    boot: await orNull(readFile("/proc/sys/kernel/random/boot_id", "utf8")),
    network: await orNull(readlink("/proc/self/ns/net")),
  };
}

/** Null where there are no such sockets. */
async function bindSocket(folder: string): Promise<Server | "taken" | null> {
  if (process.platform !== "linux") return null;
  const { dev, ino } = await stat(folder, { bigint: true });
  return new Promise((resolve) => {
    const server = createServer((connection) => connection.destroy());
    server.unref();
    server.once("error", (error) => resolve("code" in error && error.code === "EADDRINUSE" ? "taken" : null));
    server.listen({ path: `\0gitxds-${contentHash(`${dev}:${ino}`)}` }, () => resolve(server));
  });
}

function closeSocket(socket: Server | "taken" | null): void {
  if (socket !== null && socket !== "taken") socket.close();
}

/** Puts our record in place; gives back the holder where there is one that lives. */
async function claim(folder: string, path: string, own: LockRecord): Promise<Holder | null> {
  const beside = await writeBeside(path, own);
  const holder = await readRecord(path);
  if (holder !== null && !isKnownDead(holder, own)) {
    const age = (await stat(beside)).mtimeMs - (await stat(path)).mtimeMs;
    if (age < lockTimes.stale) {
      await rm(beside, { force: true });
      return holder;
    }
  }
  await rename(beside, path);
  for (const name of await readdir(folder)) if (besidePattern.test(name)) await rm(join(folder, name), { force: true });
  return null;
}

/** Called with the socket bound: a holder that shares our network namespace would have it. */
function isKnownDead(holder: LockRecord, own: LockRecord): boolean {
  if (own.boot !== null && own.network !== null) return holder.boot === own.boot && holder.network === own.network;
  return holder.boot === null && holder.host === own.host && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Touches the file until it is released, and looks that it is still ours. */
function keep(path: string, own: LockRecord, socket: Server | null, { clock, onLost }: LockOptions): FolderLock {
  let released = false;
  let beating: Promise<void> = Promise.resolve();
  let cancel = () => {};
  const next = () => {
    if (released) return;
    cancel = clock.after(lockTimes.beat, () => {
      beating = beat(path, own, onLost).then(next);
    });
  };
  next();
  return {
    unwritten: null,
    async release() {
      released = true;
      cancel();
      await beating;
      if ((await readRecord(path))?.id === own.id) await rm(path, { force: true }).catch(() => {});
      socket?.close();
    },
  };
}

/** The record is written over itself, so that the file system's own clock gives the time. A disk in trouble is no loss. */
async function beat(path: string, own: LockRecord, onLost: (holder: Holder) => void): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r+");
    const text = await file.readFile("utf8");
    const holder = parseRecord(text);
    if (holder?.id === own.id) await file.write(text, 0);
    else if (holder !== null) onLost(holder);
    else await rename(await writeBeside(path, own), path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      await writeBeside(path, own)
        .then((beside) => rename(beside, path))
        .catch(() => {});
    }
  } finally {
    await file?.close().catch(() => {});
  }
}

async function writeBeside(path: string, own: LockRecord): Promise<string> {
  const beside = `${path}-${own.id}`;
  try {
    await writeFile(beside, `${JSON.stringify(own)}\n`, { mode: 0o600 });
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
  return beside;
}

/** Null where there is none, or none that can be read. */
async function readRecord(path: string): Promise<LockRecord | null> {
  try {
    return parseRecord(await readFile(path, "utf8"));
  } catch {
    return null;
  }
}

function parseRecord(text: string): LockRecord | null {
  try {
    const record: unknown = JSON.parse(text);
    return isRecord(record) ? record : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is LockRecord {
  if (typeof value !== "object" || value === null) return false;
  const { id, host, pid, since, boot, network } = value as Record<string, unknown>;
  const strings = [id, host, since].every((part) => typeof part === "string");
  return (
    strings && typeof pid === "number" && [boot, network].every((part) => part === null || typeof part === "string")
  );
}
