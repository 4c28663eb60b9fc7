export { type Analysis, createAnalysis, type Examination } from "./analysis.js";
export type { Facts, Subject } from "./facts.js";
