import type { Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { type Rules, specOf } from "./rule.js";
import { type Attachment, attachment } from "./shared/target-refs.js";
import { type WasmModule, wasmModule } from "./wasm/module.js";

export const wasmPluginRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const spec = specOf<Attachment & WasmModule>(resource);
  yield* attachment(spec, ["spec"]);
  yield* wasmModule(spec, ["spec"]);
};
