import { kindOfTypeUrl } from "../../collections/kinds.js";
import { findRow } from "../../findings/catalog.js";

/** What stands for every value that is not of a known list: a client must not be able to make series. */
const other = "other";

/** A type URL that is served; clients may ask for any. */
export function typeUrlLabel(typeUrl: string): string {
  return kindOfTypeUrl(typeUrl) === undefined ? other : typeUrl;
}

/** A code of the table. */
export function codeLabel(code: string): string {
  return findRow(code) === undefined ? other : code;
}
