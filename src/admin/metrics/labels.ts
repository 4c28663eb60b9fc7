import { kindOfTypeUrl, kinds } from "../../collections/kinds.js";
import { findRow } from "../../findings/catalog.js";
import { typeUrl } from "../../model/index.js";

/** What stands for every value that is not of a known list: a client must not be able to make series. */
const other = "other";

/** Every value of typeUrlLabel. */
export const typeUrlLabels: readonly string[] = [
  ...kinds.flatMap(({ group, versions, kind }) => versions.map((version) => typeUrl(group, version, kind))),
  other,
];

/** A type URL that is served; clients may ask for any. */
export function typeUrlLabel(url: string): string {
  return kindOfTypeUrl(url) === undefined ? other : url;
}

/** A code of the table. */
export function codeLabel(code: string): string {
  return findRow(code) === undefined ? other : code;
}
