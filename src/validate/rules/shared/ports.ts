import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { isDnsLabel } from "./dns.js";

export const maxPort = 65_535;

export function isPort(number: number): boolean {
  return number >= 1 && number <= maxPort;
}

/** A port's number. Absent is 0, as in the protobuf message. */
export function* port(number: number | null | undefined, path: JsonPath): Iterable<Problem> {
  if (isPort(number ?? 0)) return;
  const message = `${showPath(path)} is ${number ?? 0}, which is no port`;
  yield problem(sharedFindings.port, path, message, `write a number from 1 to ${maxPort}`);
}

/** A port's name, or another name that must be a DNS label. */
export function* labelName(name: string, path: JsonPath): Iterable<Problem> {
  if (isDnsLabel(name)) return;
  const message = `${showPath(path)} must be a DNS label: letters, digits and -, 63 characters at most; found ${showText(name)}`;
  yield problem(sharedFindings.name, path, message, "choose a name that fits");
}
