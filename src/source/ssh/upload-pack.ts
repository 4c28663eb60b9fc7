import type { ClientChannel } from "ssh2";
import { sourceFindings } from "../../findings/source.js";
import type { GitxdsError } from "../../model/index.js";
import { sourceError, tooLarge } from "../errors.js";
import { startWatch, type Timeouts } from "../http-client.js";
import { limits } from "../limits.js";
import { remoteRefused } from "../ls-refs.js";
import { cutOff, notGit, type Packet, readPackets } from "../pkt-line.js";
import { serverWords } from "./connection-errors.js";
import { makeFlushFinder } from "./flush-finder.js";
import { type Incoming, makeIncoming } from "./incoming.js";

/** One run of git-upload-pack on the server: packets to and fro over its channel. */
export interface UploadPack {
  /** Takes what the server sends, up to and with the next flush packet. */
  untilFlush(): Promise<Buffer>;
  send(bytes: Uint8Array): void;
  /** Takes everything that the server still sends, until it is done. */
  rest(maxBytes: number, onBytes?: (received: number) => void): Promise<Buffer>;
  /** Ends the run; calling it again does nothing. */
  close(): void;
}

export interface UploadPackOptions {
  readonly timeouts: Timeouts;
  /** The repository as messages name it. */
  readonly where: string;
  readonly signal: AbortSignal;
  /** Why the connection broke, where it did. */
  readonly brokenBy: () => GitxdsError | undefined;
  /** Told once that the run is over; `failed` where the connection is not to be trusted with another. */
  readonly onClose: (failed: boolean) => void;
}

/** As much of the server's standard error as messages can use. */
const maxStderr = 4_096;

/** Speaks with a git-upload-pack that was started. Its methods throw GitxdsErrors, or the signal's reason. */
export function makeUploadPack(channel: ClientChannel, options: UploadPackOptions): UploadPack {
  const { where } = options;
  const listTooLarge = () => answerTooLarge(where, limits.refList);
  const incoming = makeIncoming(limits.refList, listTooLarge);
  const ending = watchChannel(channel, incoming, options);
  return {
    async untilFlush() {
      incoming.limit(limits.refList, listTooLarge);
      const find = makeFlushFinder();
      const taken: Buffer[] = [];
      for (;;) {
        const piece = await incoming.next();
        if (piece === undefined) throw ending.early(Buffer.concat(taken));
        const found = find(piece);
        if (found === "garbage") throw notGit(where, "the server runs something else than git-upload-pack");
        if (found === "none") {
          taken.push(piece);
          continue;
        }
        incoming.putBack(piece.subarray(found));
        return Buffer.concat([...taken, piece.subarray(0, found)]);
      }
    },
    send(bytes) {
      channel.write(bytes);
    },
    async rest(maxBytes, onBytes) {
      incoming.limit(maxBytes, () => answerTooLarge(where, maxBytes));
      const taken: Buffer[] = [];
      let length = 0;
      for (let piece = await incoming.next(); piece !== undefined; piece = await incoming.next()) {
        taken.push(piece);
        length += piece.length;
        onBytes?.(length);
      }
      const answer = Buffer.concat(taken, length);
      if (length === 0 || (ending.isBad() && !isExplained(answer, where))) throw ending.early(Buffer.alloc(0));
      return answer;
    },
    close: () => ending.close(false),
  };
}

/** Feeds what comes over the channel, ends it where it takes too long, and knows how it ended. */
function watchChannel(channel: ClientChannel, incoming: Incoming, options: UploadPackOptions) {
  const { where, signal, timeouts } = options;
  let exit: number | string | null = null;
  let stderr = "";
  let closed = false;
  const give = (error: unknown) => {
    incoming.fail(error);
    close(true);
  };
  const watch = startWatch(timeouts, where, give);
  watch.connected();
  const onAbort = () => give(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const close = (failed: boolean) => {
    if (closed) return;
    closed = true;
    watch.stop();
    signal.removeEventListener("abort", onAbort);
    channel.close();
    options.onClose(failed);
  };
  channel.on("data", (piece: Buffer) => {
    if (closed) return;
    watch.received(piece.length);
    incoming.add(piece);
  });
  channel.stderr.on("data", (piece: Buffer) => {
    watch.received(0);
    if (stderr.length < maxStderr) stderr += piece.toString("utf8", 0, maxStderr);
  });
  channel.on("exit", (code: number | null, killedBy?: string) => {
    exit = code ?? killedBy ?? null;
  });
  channel.on("error", give);
  channel.on("close", () => {
    watch.stop();
    // A server may hang up as soon as the command has ended; that it did is told by its exit.
    const broken = exit === null ? options.brokenBy() : undefined;
    if (broken === undefined) incoming.end();
    else incoming.fail(broken);
  });
  return {
    close,
    isBad: () => exit !== null && exit !== 0,
    /** The error for an end that came before the answer did. */
    early(answer: Buffer): Error {
      const words = /^[0-9a-f]{4}ERR ([^\0]*)/i.exec(answer.toString("utf8", 0, 1_000))?.[1];
      if (words !== undefined) return remoteRefused(words, where);
      return answer.length === 0 ? refusal(where, stderr, exit) : cutOff(where);
    },
  };
}

/** Whether an answer has its end, or an error of the server's in its place (gitprotocol-pack). */
function isExplained(answer: Buffer, where: string): boolean {
  let last: Packet | undefined;
  for (const packet of readPackets(answer, where)) {
    if (typeof packet !== "string" && (packet[0] === 3 || packet.toString("latin1", 0, 4) === "ERR ")) return true;
    last = packet;
  }
  return last === "flush";
}

/** git-upload-pack, or what a forge puts in its place, ended without an answer; its reason is on standard error. */
function refusal(where: string, stderr: string, exit: number | string | null): GitxdsError {
  const words = serverWords(stderr, 300);
  const how = exit === null ? "" : ` (exit ${exit})`;
  if (exit === 127 || /upload-pack.*not found|not found.*upload-pack/i.test(words)) {
    const remedy = "install git on the server, where the user's PATH leads to it";
    return sourceError(sourceFindings.serverFailed, `${where} has no git-upload-pack: ${words}`, remedy);
  }
  if (
    /not (be )?found|does( no|n')t (appear|exist)|no such|not a git|denied|unauthori[sz]ed|permission|access/i.test(
      words,
    )
  ) {
    return sourceError(
      sourceFindings.repositoryNotFound,
      `${where} is missing, or the key may not read it; the server says: ${words}`,
      "check the path, and give the key read access to this repository",
    );
  }
  return sourceError(
    sourceFindings.serverFailed,
    `${where} gives no answer${how}${words === "" ? "" : `; the server says: ${words}`}`,
    "see the server's log; gitxds keeps trying",
    { retry: "later" },
  );
}

function answerTooLarge(where: string, maxBytes: number): Error {
  return tooLarge(
    `the answer of ${where} exceeds ${maxBytes} bytes`,
    "follow a repository that holds configuration alone",
  );
}
