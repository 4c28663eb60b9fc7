import { matchesList } from "./patterns.js";
import { keyType } from "./ssh-key.js";
import { readTime } from "./ssh-time.js";
import { decodeBase64 } from "./ssh-wire.js";

/** One line of an allowed_signers file (ssh-keygen, ALLOWED SIGNERS). */
export interface AllowedSigner {
  /** Patterns, separated by commas. */
  readonly principals: string;
  /** In its binary form. */
  readonly key: Buffer;
  readonly certAuthority: boolean;
  /** Patterns; undefined allows every namespace. */
  readonly namespaces: string | undefined;
  readonly validAfter: Date | undefined;
  readonly validBefore: Date | undefined;
}

/** What is wrong with a line, and which. */
export class LineError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Reads an allowed_signers file. Throws LineError for the first line that is malformed: ssh-keygen passes over such lines,
 * and what was meant to limit a key would then be lost.
 */
export function parseAllowedSigners(text: string): readonly AllowedSigner[] {
  return numberedLines(text).map(([line, content]) => parseLine(line, content));
}

/** The lines that say something, with their numbers. */
export function numberedLines(text: string): readonly (readonly [line: number, content: string])[] {
  return text
    .split(/\r?\n/)
    .map((content, index) => [index + 1, content.trim()] as const)
    .filter(([, content]) => content !== "" && !content.startsWith("#"));
}

/** A key as it stands in a file: type, then base64. Undefined where the text does not begin with one. */
export function readKeyText(text: string): Buffer | undefined {
  const [, type, base64] = /^([A-Za-z0-9@._-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?=[ \t]|$)/.exec(text) ?? [];
  if (type === undefined || base64 === undefined) return undefined;
  const key = decodeBase64(base64);
  return key !== undefined && keyType(key) === type ? key : undefined;
}

function parseLine(line: number, content: string): AllowedSigner {
  const [, quoted, bare, rest = ""] = /^(?:"([^"]*)"|([^"\s]+))[ \t]+(.*)$/.exec(content) ?? [];
  const principals = quoted ?? bare;
  if (principals === undefined || principals === "") throw new LineError(line, "has no principals and key");
  const plain = readKeyText(rest);
  if (plain !== undefined) return { principals, key: plain, ...noOptions };
  const end = endOfOptions(rest);
  const key = readKeyText(rest.slice(end).trimStart());
  if (key === undefined) throw new LineError(line, "has no key that can be read after its principals and options");
  return { principals, key, ...parseOptions(line, rest.slice(0, end)) };
}

type Options = Omit<AllowedSigner, "principals" | "key">;

const noOptions: Options = {
  certAuthority: false,
  namespaces: undefined,
  validAfter: undefined,
  validBefore: undefined,
};

/** Options end at the first blank outside quotes. */
function endOfOptions(text: string): number {
  return /^(?:"[^"]*"|[^"\s])*/.exec(text)?.[0].length ?? 0;
}

function parseOptions(line: number, text: string): Options {
  const given = new Map<string, string | undefined>();
  for (const option of text.match(/(?:"[^"]*"|[^",])+/g) ?? []) {
    const [, name = "", value] = /^([a-z-]+)(?:="([^"]*)")?$/i.exec(option) ?? [];
    const known = name.toLowerCase();
    const isFlag = known === "cert-authority";
    if (!isFlag && !["namespaces", "valid-after", "valid-before"].includes(known)) {
      throw new LineError(line, `has an option that is not known: ${option.slice(0, 80)}`);
    }
    if (isFlag !== (value === undefined)) throw new LineError(line, `has ${known} without a value in quotes`);
    if (given.has(known)) throw new LineError(line, `has ${known} twice`);
    given.set(known, value);
  }
  const validAfter = timeOf(line, given, "valid-after");
  const validBefore = timeOf(line, given, "valid-before");
  if (validAfter !== undefined && validBefore !== undefined && validBefore <= validAfter) {
    throw new LineError(line, "has a valid-before that is not after its valid-after");
  }
  return {
    certAuthority: given.has("cert-authority"),
    namespaces: given.get("namespaces"),
    validAfter,
    validBefore,
  };
}

function timeOf(line: number, given: ReadonlyMap<string, string | undefined>, option: string): Date | undefined {
  const text = given.get(option);
  if (text === undefined) return undefined;
  const time = readTime(text);
  if (time !== undefined) return time;
  throw new LineError(line, `has a ${option} that is no time: write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS`);
}

/**
 * What the lines of one key say of a signature, the way `git verify-commit` asks ssh-keygen: the principals of the first
 * line that is valid at the time are looked for in all lines, and one of these must allow the namespace.
 */
export function judgeLines(
  lines: readonly AllowedSigner[],
  namespace: string,
  at: Date,
): { readonly principals: string } | "not yet" | "expired" | "namespace" {
  const inTime = lines.filter((line) => !isEarly(line, at) && !isLate(line, at));
  const [first] = inTime;
  if (first === undefined) return lines.some((line) => isEarly(line, at)) ? "not yet" : "expired";
  const allowed = inTime.find(
    ({ principals, namespaces }) =>
      (namespaces === undefined || matchesList(namespace, namespaces)) &&
      first.principals.split(",").some((principal) => matchesList(principal, principals)),
  );
  return allowed === undefined ? "namespace" : { principals: allowed.principals };
}

function isEarly({ validAfter }: AllowedSigner, at: Date): boolean {
  return validAfter !== undefined && at < validAfter;
}

function isLate({ validBefore }: AllowedSigner, at: Date): boolean {
  return validBefore !== undefined && at > validBefore;
}
