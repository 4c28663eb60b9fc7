import { createHmac } from "node:crypto";
import { sourceFindings } from "../../findings/source.js";
import { sourceError } from "../errors.js";

/** A line of known_hosts that is about one host (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  /** `FILE:LINE`. */
  readonly place: string;
  readonly marker: "none" | "revoked" | "cert-authority";
  /** As in ssh-ed25519. */
  readonly keyType: string;
  /** The public key in SSH's binary form. */
  readonly key: Buffer;
}

const markers: Readonly<Record<string, KnownHost["marker"]>> = {
  "@revoked": "revoked",
  "@cert-authority": "cert-authority",
};

/**
 * The lines that are about `host`, which is lower case, or `[host]:port` for another port than 22. Lines about other hosts
 * are not looked at further; one about this host that cannot be read throws, because it may revoke a key.
 */
export function linesAbout(host: string, text: string, file: string): readonly KnownHost[] {
  return text.split("\n").flatMap((line, index) => {
    const fields = line.trim().split(/[ \t]+/);
    const [first = ""] = fields;
    if (first === "" || first.startsWith("#")) return [];
    const marker = first.startsWith("@") ? fields.shift() : undefined;
    const [hosts = "", keyType = "", base64 = ""] = fields;
    // Protocol 1 wrote the size of the modulus here; no server speaks it any more.
    if (!isAbout(hosts, host) || /^[0-9]+$/.test(keyType)) return [];
    const place = `${file}:${index + 1}`;
    const known = marker === undefined ? "none" : markers[marker];
    if (known === undefined) throw unreadable(place, `its marker is neither ${Object.keys(markers).join(" nor ")}`);
    return [{ place, marker: known, keyType, key: readKey(place, keyType, base64) }];
  });
}

/** The type that a public key in binary form begins with. */
export function typeOfKey(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return length > 64 ? "" : key.toString("latin1", 4, 4 + length);
}

function readKey(place: string, keyType: string, base64: string): Buffer {
  const key = Buffer.from(base64, "base64");
  const whole = key.toString("base64").replace(/=+$/, "") === base64.replace(/=+$/, "");
  if (whole && isWhole(key) && keyType !== "" && typeOfKey(key) === keyType) return key;
  throw unreadable(place, "its key is cut off or of another type than it says");
}

/** A public key is a row of strings, each behind its length (RFC 4253, section 6.6). */
function isWhole(key: Buffer): boolean {
  let at = 0;
  while (at + 4 <= key.length) at += 4 + key.readUInt32BE(at);
  return at === key.length;
}

function unreadable(place: string, why: string): Error {
  return sourceError(
    sourceFindings.knownHostsUnusable,
    `${place} cannot be read: ${why}`,
    "correct the line, or remove it",
  );
}

/** Whether a list of patterns means the host: one has to match, and none with a `!` in front may. */
function isAbout(patterns: string, host: string): boolean {
  if (patterns.startsWith("|")) return hashMatches(patterns, host);
  let found = false;
  for (const pattern of patterns.toLowerCase().split(",")) {
    const negated = pattern.startsWith("!");
    if (!wildcardMatches(negated ? pattern.slice(1) : pattern, host)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** `|1|SALT|HASH`: the HMAC-SHA1 of the host's name, keyed with the salt. */
function hashMatches(field: string, host: string): boolean {
  const [, version, salt = "", hash = ""] = field.split("|");
  if (version !== "1") return false;
  const computed = createHmac("sha1", Buffer.from(salt, "base64")).update(host).digest();
  return computed.equals(Buffer.from(hash, "base64"));
}

/** `*` stands for any characters, `?` for one. Linear but for the length of the pattern: it goes back to the last `*` only. */
function wildcardMatches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (pattern[at] === "?" || pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
