export { type Analysis, createAnalysis, type Examination } from "./analysis.js";
export type { Facts, Subject } from "./facts.js";
export { placeFinding, type Unplaced } from "./unplaced.js";
