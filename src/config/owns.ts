import { kinds } from "../collections/kinds.js";
import type { JsonObject, KindName, Ownership } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { badSetting, member, type Setting, shown } from "./setting.js";

const kindNames: readonly KindName[] = kinds.map(({ kind }) => kind);

/** A DNS label, the beginning of one and `*`, or `*` alone. */
const pattern = /^(?=.{1,63}$)([a-z0-9]([-a-z0-9]*[a-z0-9])?|([a-z0-9][-a-z0-9]*)?\*)$/;

/** Reads what a source may define. What it does not mention is not limited. */
export function readOwns(owns: Setting<JsonObject>): Ownership {
  const namespaces = member<readonly string[]>(owns, "namespaces");
  const ownKinds = member<readonly string[]>(owns, "kinds");
  if (namespaces === undefined && ownKinds === undefined) {
    throw badSetting(
      owns.origin,
      "names neither namespaces nor kinds",
      'give one of them, as in namespaces: ["team-a-*"]',
    );
  }
  return {
    namespaces: namespaces === undefined ? null : each(namespaces, parsePattern),
    kinds: ownKinds === undefined ? null : each(ownKinds, parseKind),
  };
}

function each<T>({ value, origin }: Setting<readonly string[]>, parse: (setting: Setting<string>) => T): readonly T[] {
  return value.map((entry, index) =>
    parse({ value: entry, origin: { ...origin, where: `${origin.where}[${index}]` } }),
  );
}

function parsePattern({ value, origin }: Setting<string>): string {
  if (pattern.test(value)) return value;
  throw badSetting(
    origin,
    `${shown(value)} is no namespace`,
    "write its name, or the beginning of names followed by *, as in team-a-*",
  );
}

function parseKind({ value, origin }: Setting<string>): KindName {
  const kind = kindNames.find((name) => name === value);
  if (kind !== undefined) return kind;
  const near = nearMiss(value, kindNames);
  const remedy = near === undefined ? `the kinds are ${kindNames.join(", ")}` : `write ${near}`;
  throw badSetting(origin, `${shown(value)} is no kind that is served`, remedy);
}
