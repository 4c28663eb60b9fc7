import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { entriesOf } from "../rule.js";
import { atMostBytes } from "./bytes.js";

/** How a Wasm module is fetched and run: the same fields in WasmPlugin and TrafficExtension. */
export interface WasmModule {
  readonly imagePullSecret?: string;
  readonly pluginName?: string;
  readonly vmConfig?: { readonly env?: readonly { readonly name: string }[] };
}

const maxSecretName = 253;
const maxName = 256;

/** The schema has judged the rest: URL, checksum, and the values of environment variables. */
export function* wasmModule(module: WasmModule, path: JsonPath): Iterable<Problem> {
  yield* atMostBytes(module.imagePullSecret, maxSecretName, [...path, "imagePullSecret"]);
  yield* atMostBytes(module.pluginName, maxName, [...path, "pluginName"]);
  for (const [{ name }, at] of entriesOf(module.vmConfig?.env, [...path, "vmConfig", "env"]))
    yield* atMostBytes(name, maxName, [...at, "name"]);
}
