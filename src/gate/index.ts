export * from "./gate.js";
export * from "./hold.js";
