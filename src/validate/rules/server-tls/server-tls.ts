import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { certificates } from "./certificates.js";
import { ciphers } from "./ciphers.js";
import type { ServerTls } from "./settings.js";

/** What Gateway and Sidecar ask alike of a server's TLS settings. */
export function* serverTls(tls: ServerTls, path: JsonPath): Iterable<Problem> {
  yield* certificates(tls, path);
  yield* ciphers(tls, path);
}
