export { lazyMap, watchedMap } from "./maps.js";
export {
  type CompileProgram,
  createProgramCompiler,
  isProgram,
  type Program,
  type ProgramProblem,
  type ProgramScope,
  programType,
} from "./program.js";
export { bool, dyn, objectType, type Type, typeOf } from "./types.js";
export type { ProgramResult, Value } from "./values.js";
