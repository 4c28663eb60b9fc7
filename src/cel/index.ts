export { compileRe2, matchesRe2, maxPatternLength, type Re2 } from "./re2.js";
