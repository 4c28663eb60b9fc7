import { show } from "./error.js";

/** What a scalar stands for, or why it stands for nothing that JSON can hold. */
export type Scalar = null | boolean | number | string | Unfit;

/** A scalar that cannot be taken: the reason is a clause that follows the name of a place. */
export interface Unfit {
  readonly reason: string;
  readonly remedy: string;
}

const words: ReadonlyMap<string, Scalar> = new Map([
  ...spellings(true, "y Y yes Yes YES true True TRUE on On ON"),
  ...spellings(false, "n N no No NO false False FALSE off Off OFF"),
  ...spellings(null, "~ null Null NULL"),
  ["", null] as const,
  ...spellings(notANumber(), ".nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF"),
]);

/** Whether a scalar that starts with this ASCII character can be anything but text. */
const telling = new Uint8Array(128);
for (const character of "+-.0123456789yYnNtTfFoO~") telling[character.charCodeAt(0)] = 1;

const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const otherBase = /^([-+]?)0(?:[xX]([0-9a-fA-F]+)|[bB]([01]+)|[oO]?([0-7]+))$/;
const signedBinary = /^0b[-+][01]+$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * A plain scalar without a tag, as the resolver of goyaml v2 reads it: YAML 1.1 words (`yes`, `on`), octal `0644` and
 * `0o17`, `0b`, `0x`, underscores, `1e3`, but no sexagesimals (`12:30` is text) and no dates (they stay text).
 */
export function resolvePlain(text: string): Scalar {
  const first = text.charCodeAt(0);
  if (first > 127 || telling[first] === 0) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return resolveNumber(text) ?? text;
}

/** A scalar with a tag, given in full (`tag:yaml.org,2002:int`). Tags that YAML does not define leave the text as it is. */
export function resolveTagged(tag: string, text: string): Scalar {
  const value = resolvePlain(text);
  switch (tag) {
    case "tag:yaml.org,2002:null":
      return value === null ? value : mismatch(text, "null");
    case "tag:yaml.org,2002:bool":
      return typeof value === "boolean" ? value : mismatch(text, "a boolean");
    case "tag:yaml.org,2002:int":
      return isInteger(text, value) ? value : mismatch(text, "an integer");
    case "tag:yaml.org,2002:float":
      return typeof value === "number" ? value : mismatch(text, "a number");
    case "tag:yaml.org,2002:timestamp":
      return { reason: "the tag !!timestamp has no meaning in JSON", remedy: "write the time as quoted text" };
    case "tag:yaml.org,2002:binary":
      return resolveBinary(text);
    default:
      return text;
  }
}

/** `08` and `1e3` are numbers but no integers. */
function isInteger(text: string, value: Scalar): boolean {
  return typeof value !== "string" && resolveInteger(text.replaceAll("_", "")) !== undefined;
}

function resolveNumber(text: string): number | Unfit | undefined {
  if (!text.includes("_")) return resolveInteger(text) ?? resolveFloat(text);
  if (text.startsWith(".") && /__|_$|[^0-9]_|_[^0-9]/.test(text)) return undefined;
  const plain = text.replaceAll("_", "");
  return resolveInteger(plain) ?? resolveFloat(plain);
}

function resolveInteger(plain: string): number | Unfit | undefined {
  if (decimal.test(plain)) return exact(Number(plain), plain);
  const match = otherBase.exec(plain);
  if (match === null) return signedBinary.test(plain) ? oddBinary(plain) : undefined;
  const [, sign, hex, binary, octal] = match;
  const digits = hex ?? binary ?? octal ?? "";
  const value = Number.parseInt(digits, hex !== undefined ? 16 : binary !== undefined ? 2 : 8);
  return exact(sign === "-" ? -value : value, plain);
}

function resolveFloat(plain: string): number | undefined {
  if (!float.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Integers that a double cannot hold exactly would change on the way: the digits would be others. */
function exact(value: number, text: string): number | Unfit {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return {
    reason: `the integer ${show(text)} is beyond 2^53`,
    remedy: "quote it if it is a text, or write a smaller one",
  };
}

/** goyaml takes a sign behind the prefix; no one else does. */
function oddBinary(text: string): Unfit {
  return { reason: `${show(text)} is a number to some readers only`, remedy: "quote it, or put the sign first" };
}

function resolveBinary(text: string): Scalar {
  const base64 = text.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)) {
    return { reason: "the value of !!binary is not base64", remedy: "correct the base64, padding included" };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, "base64"));
  } catch {
    return {
      reason: "the bytes of !!binary are not UTF-8 text",
      remedy: "leave the tag out and give the base64 as text",
    };
  }
}

function mismatch(text: string, wanted: string): Unfit {
  return {
    reason: `${show(text)} is tagged as ${wanted} and is not`,
    remedy: "correct the value or leave the tag out",
  };
}

function notANumber(): Unfit {
  return { reason: "infinity and NaN have no form in JSON", remedy: "quote it if it is a text, or write a number" };
}

function spellings(value: Scalar, list: string): [string, Scalar][] {
  return list.split(" ").map((word) => [word, value]);
}

/** Tells the two outcomes apart. */
export function isUnfit(scalar: Scalar): scalar is Unfit {
  return typeof scalar === "object" && scalar !== null;
}
