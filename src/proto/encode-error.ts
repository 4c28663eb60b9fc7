import type { JsonPath } from "../model/index.js";

/** A value that its field cannot carry. The message says what was found and what the field takes. */
export class EncodeError extends Error {
  /** From the root of the document, as Resource.locate takes it: it starts with `spec` or `metadata`. */
  readonly path: JsonPath;

  constructor(path: JsonPath, message: string) {
    super(message);
    this.name = "EncodeError";
    this.path = path;
  }
}
