import type { JsonPath } from "../model/index.js";

/** A value that cannot be served. The message says what was found and what the field takes. */
export class EncodeError extends Error {
  /** From the root of the document, as Resource.locate takes it: it starts with `spec` or `metadata`. */
  readonly path: JsonPath;
  readonly remedy: string;

  constructor(path: JsonPath, message: string, remedy = "write the value as the field's type asks") {
    super(message);
    this.name = "EncodeError";
    this.path = path;
    this.remedy = remedy;
  }
}
