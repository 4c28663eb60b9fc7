export * from "./gate.js";
export * from "./history.js";
export * from "./hold.js";
