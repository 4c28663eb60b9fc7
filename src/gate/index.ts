export * from "./empty.js";
export * from "./hold.js";
