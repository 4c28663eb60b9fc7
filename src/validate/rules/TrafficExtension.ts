import type { Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { type Rules, specOf } from "./rule.js";
import { type Attachment, attachment } from "./shared/target-refs.js";
import { atMostBytes } from "./wasm/bytes.js";
import { type WasmModule, wasmModule } from "./wasm/module.js";

interface Spec extends Attachment {
  readonly wasm?: WasmModule;
  readonly lua?: { readonly inlineCode: string };
}

const maxCode = 65_536;

export const trafficExtensionRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const spec = specOf<Spec>(resource);
  yield* attachment(spec, ["spec"]);
  if (spec.wasm !== undefined) yield* wasmModule(spec.wasm, ["spec", "wasm"]);
  yield* atMostBytes(spec.lua?.inlineCode, maxCode, ["spec", "lua", "inlineCode"]);
};
