import type protobuf from "protobufjs/light.js";
import type { JsonValue } from "../model/index.js";
import { isEncodable } from "./text.js";

/** How the values of one scalar type go from JSON to the wire. */
export interface Scalar {
  /** What the type takes, to follow "takes". */
  readonly wants: string;
  readonly wireType: 0 | 1 | 2 | 5;
  /** Writes tag and value, unless `keepZero` is off and the value is zero. False, and nothing written, where it does not fit. */
  readonly writeField: (writer: protobuf.Writer, tag: number, value: JsonValue, keepZero: boolean) => boolean;
  /** Writes the value alone, as an element of a packed list. False where it does not fit. */
  readonly writeElement: (writer: protobuf.Writer, value: JsonValue) => boolean;
}

/** What tells one scalar type from another. */
interface ScalarRules<Value> {
  readonly wants: string;
  readonly wireType: 0 | 1 | 2 | 5;
  /** Undefined where the value does not fit. */
  readonly read: (value: JsonValue) => Value | undefined;
  readonly isZero: (value: Value) => boolean;
  readonly write: (writer: protobuf.Writer, value: Value) => void;
}

function scalar<Value>({ wants, wireType, read, isZero, write }: ScalarRules<Value>): Scalar {
  return {
    wants,
    wireType,
    writeField(writer, tag, json, keepZero) {
      const value = read(json);
      if (value === undefined) return false;
      if (keepZero || !isZero(value)) write(writer.uint32(tag), value);
      return true;
    },
    writeElement(writer, json) {
      const value = read(json);
      if (value !== undefined) write(writer, value);
      return value !== undefined;
    },
  };
}

const string = scalar({
  wants: "a text",
  wireType: 2,
  read: (value) => (typeof value === "string" && isEncodable(value) ? value : undefined),
  isZero: (value) => value === "",
  write: (writer, value) => writer.string(value),
});

const bool = scalar({
  wants: "true or false",
  wireType: 0,
  read: (value) => (typeof value === "boolean" ? value : undefined),
  isZero: (value) => !value,
  write: (writer, value) => writer.bool(value),
});

const standardBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Line breaks may stand anywhere, as Go's decoder allows; nothing else may be missing or left over. */
const bytes = scalar({
  wants: "bytes in standard base64, with padding",
  wireType: 2,
  read(value) {
    if (typeof value !== "string") return undefined;
    const base64 = value.replace(/[\r\n]/g, "");
    return standardBase64.test(base64) ? Buffer.from(base64, "base64") : undefined;
  },
  isZero: (value) => value.length === 0,
  write: (writer, value) => writer.bytes(value),
});

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const namedNumbers: ReadonlyMap<JsonValue, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** Minus zero is not zero: it goes on the wire. */
function floating(wireType: 1 | 5, max: number, write: (writer: protobuf.Writer, value: number) => void): Scalar {
  return scalar({
    wants: "a number",
    wireType,
    read(value) {
      const named = namedNumbers.get(value);
      if (named !== undefined) return named;
      const number = typeof value === "string" && jsonNumber.test(value) ? Number(value) : value;
      return typeof number === "number" && Math.abs(number) <= max ? number : undefined;
    },
    isZero: (value) => Object.is(value, 0),
    write,
  });
}

/** JSON numbers, or texts that hold one, as ProtoJSON writes what does not fit a double. */
function integer(min: bigint, max: bigint, write: (writer: protobuf.Writer, value: bigint) => void): Scalar {
  return scalar({
    wants: `a whole number from ${min} to ${max}`,
    wireType: 0,
    read(value) {
      const number = readInteger(value);
      return number !== undefined && number >= min && number <= max ? number : undefined;
    },
    isZero: (value) => value === 0n,
    write,
  });
}

/** A number beyond 2^53 has lost its last digits already, so it is refused; as a text it has not. */
function readInteger(value: JsonValue): bigint | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  return typeof value === "string" && /^(?:0|-?[1-9]\d{0,19})$/.test(value) ? BigInt(value) : undefined;
}

/** By their name in protobuf. */
const scalars: Readonly<Record<string, Scalar>> = {
  string,
  bool,
  bytes,
  double: floating(1, Number.MAX_VALUE, (writer, value) => writer.double(value)),
  float: floating(5, 3.4028234663852886e38, (writer, value) => writer.float(value)),
  int32: integer(-(2n ** 31n), 2n ** 31n - 1n, (writer, value) => writer.int32(Number(value))),
  uint32: integer(0n, 2n ** 32n - 1n, (writer, value) => writer.uint32(Number(value))),
  int64: integer(-(2n ** 63n), 2n ** 63n - 1n, (writer, value) => writer.int64(String(value))),
  uint64: integer(0n, 2n ** 64n - 1n, (writer, value) => writer.uint64(String(BigInt.asIntN(64, value)))),
};

/** The scalar type of that name in protobuf; throws for those that protos/ does not use. */
export function scalarOf(type: string): Scalar {
  const found = scalars[type];
  if (found === undefined) throw new RangeError(`no rule for the scalar type ${type}`);
  return found;
}

/** An enum is written by the exact names of its values; numbers are not taken, as the CRDs do not take them. */
export function enumScalar(values: Readonly<Record<string, number>>): Scalar {
  const numbers: ReadonlyMap<JsonValue, number> = new Map(Object.entries(values));
  return scalar({
    wants: `one of ${Object.keys(values).join(", ")}`,
    wireType: 0,
    read: (value) => numbers.get(value),
    isZero: (value) => value === 0,
    write: (writer, value) => writer.int32(value),
  });
}
