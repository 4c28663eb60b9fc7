import { sourceFindings } from "../findings/source.js";
import { isFullSha } from "../model/index.js";
import { sourceError } from "./errors.js";
import { notGit, packet, packetText, readPackets } from "./pkt-line.js";
import type { Ref } from "./refs.js";
import { sha256Repository } from "./repository.js";

/** What a server says of itself when first asked. A server without protocol 2 lists its refs at once. */
export type Advertisement = { readonly version: 2 } | { readonly version: 0; readonly refs: readonly Ref[] };

/** Reads the answer to `GET info/refs?service=git-upload-pack` (gitprotocol-http, gitprotocol-v2). */
export function parseAdvertisement(body: Buffer, where: string): Advertisement {
  const lines = textLines(body, where);
  if (lines[0]?.startsWith("# service=")) lines.shift();
  if (lines[0] === "version 2") {
    if (lines.includes("object-format=sha256")) throw sha256Repository(where);
    return { version: 2 };
  }
  if (lines[0] === "version 1") lines.shift();
  const capabilities = lines[0]?.split("\0")[1]?.split(" ") ?? [];
  if (capabilities.includes("object-format=sha256")) throw sha256Repository(where);
  const targets = new Map(
    capabilities.filter((text) => text.startsWith("symref=")).map((text) => pair(text.slice("symref=".length))),
  );
  return { version: 0, refs: withPeeled(lines, targets, where) };
}

/** The request of protocol 2 that asks for refs by prefix (gitprotocol-v2, "ls-refs"). */
export function lsRefsRequest(prefixes: readonly string[]): Buffer {
  const args = ["peel\n", "symrefs\n", ...prefixes.map((prefix) => `ref-prefix ${prefix}\n`)];
  return Buffer.from(`${packet("command=ls-refs\n")}${packet("agent=gitxds\n")}0001${args.map(packet).join("")}0000`);
}

/** Reads the answer to `lsRefsRequest`. */
export function parseLsRefs(body: Buffer, where: string): readonly Ref[] {
  return textLines(body, where).flatMap((line): Ref[] => {
    const [id = "", name = "", ...attributes] = line.split(" ");
    if (id === "unborn") return [];
    const found = new Map(attributes.map(pair));
    const target = found.get("symref-target");
    const peeled = found.get("peeled");
    return [
      {
        name,
        id: checkedId(id, where),
        ...(target === undefined ? {} : { target }),
        ...(peeled === undefined ? {} : { peeled: checkedId(peeled, where) }),
      },
    ];
  });
}

function textLines(body: Buffer, where: string): string[] {
  const lines: string[] = [];
  for (const line of readPackets(body, where)) {
    const text = packetText(line);
    if (text?.startsWith("ERR ")) throw remoteRefused(text.slice("ERR ".length), where);
    if (text !== undefined) lines.push(text);
  }
  return lines;
}

/** In a list without protocol 2 the peeled id of a tag follows as `NAME^{}`. */
function withPeeled(lines: readonly string[], targets: ReadonlyMap<string, string>, where: string): readonly Ref[] {
  const refs = new Map<string, Ref>();
  for (const line of lines) {
    const [id = "", name = ""] = (line.split("\0")[0] ?? "").split(" ");
    if (name === "" || name === "capabilities^{}" || id === "shallow") continue;
    const tag = name.endsWith("^{}") ? refs.get(name.slice(0, -3)) : undefined;
    const target = targets.get(name);
    if (tag !== undefined) refs.set(tag.name, { ...tag, peeled: checkedId(id, where) });
    else refs.set(name, { name, id: checkedId(id, where), ...(target === undefined ? {} : { target }) });
  }
  return [...refs.values()];
}

function pair(text: string): [string, string] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
}

function checkedId(id: string, where: string): string {
  if (isFullSha(id)) return id;
  if (/^[0-9a-f]{64}$/.test(id)) throw sha256Repository(where);
  throw notGit(where, "its list of refs has a line without an object id");
}

/** The server's own words, in its answer. */
export function remoteRefused(text: string, where: string): Error {
  const words = text
    .replace(/\p{Cc}/gu, " ")
    .trim()
    .slice(0, 200);
  return sourceError(
    sourceFindings.serverFailed,
    `${where} answers: ${words}`,
    "see the server's log; gitxds keeps trying",
    { retry: "later" },
  );
}
