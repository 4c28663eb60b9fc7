export type { Reads } from "./expression.js";
export type { SelfType } from "./functions.js";
export { compileRe2, matchesRe2, maxPatternLength, type Re2 } from "./re2.js";
export { type CelValue, type CompileRule, createRuleCompiler, type Outcome, type Rule } from "./rule.js";
export { type CelSyntax, parseCel } from "./syntax/index.js";
export { parseRequestUrl, parseUrl, type Url } from "./url.js";
