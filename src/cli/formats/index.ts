import { githubReport } from "./github.js";
import { jsonReport } from "./json.js";
import { sarifReport } from "./sarif.js";
import type { Report } from "./summary.js";
import { textReport } from "./text.js";

/** What `--format` of `gitxds validate` takes. */
export const formats: Readonly<Record<string, (report: Report) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
};

export type { ReadLine } from "./source-line.js";
export type { Report } from "./summary.js";
export { textFinding } from "./text.js";
