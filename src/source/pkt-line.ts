import { sourceFindings } from "../findings/source.js";
import { sourceError } from "./errors.js";

/** One pkt-line: its bytes, or one of the packets without any (gitprotocol-common, gitprotocol-v2). */
export type Packet = Buffer | "flush" | "delimiter" | "end";

const special: Readonly<Record<number, Packet>> = { 0: "flush", 1: "delimiter", 2: "end" };

/** Reads packets to the end. A last packet that is cut off, or anything else than packets, throws. */
export function* readPackets(body: Buffer, where: string): Generator<Packet> {
  for (let at = 0; at < body.length; ) {
    const digits = body.toString("latin1", at, at + 4);
    const length = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
    if (length > 3 && at + length <= body.length) {
      yield body.subarray(at + 4, at + length);
      at += length;
    } else if (special[length] !== undefined) {
      yield special[length];
      at += 4;
    } else if (length > 3 || digits.length < 4) {
      throw cutOff(where);
    } else {
      throw notGit(where, "its answer is not made of pkt-lines");
    }
  }
}

/** A packet of text. */
export function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, "0") + text;
}

/** The text of a packet without its line end; undefined for packets without bytes. */
export function packetText(line: Packet): string | undefined {
  return typeof line === "string" ? undefined : line.toString("utf8").replace(/\n$/, "");
}

export function notGit(where: string, why: string): Error {
  return sourceError(
    sourceFindings.notGit,
    `${where} does not answer as a Git repository: ${why}`,
    "give the URL that `git clone` takes; a web page's address, a proxy or a login page in between answers like this",
  );
}

export function cutOff(where: string): Error {
  return sourceError(
    sourceFindings.connectionFailed,
    `the answer of ${where} was cut off`,
    "nothing to do if it heals by itself; otherwise look at proxies and limits between gitxds and the remote",
    { retry: "later" },
  );
}
