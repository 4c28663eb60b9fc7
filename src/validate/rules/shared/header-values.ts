import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

/**
 * Where in a value the reader stands. Envoy replaces `%NAME%` and `%NAME(argument)%`, where the argument is free text or a
 * list of JSON strings; `%%` is a percent sign (Envoy, HTTP header manipulation, custom request and response headers).
 */
type State = "text" | "name" | "argument" | "string" | "list" | "afterString" | "afterList" | "end";

/** A transition is the next state, or the reason why the character cannot stand there. */
type Step = { readonly to: State } | { readonly fault: string };

const steps: Readonly<Record<State, (character: string) => Step>> = {
  text: (c) => ({ to: c === "%" ? "name" : "text" }),
  name: (c) => (c === "%" ? { to: "text" } : { to: c === "(" ? "argument" : "name" }),
  argument: (c) => ({ to: c === "[" ? "list" : c === " " ? "argument" : "string" }),
  string: (c) => ({ to: c === ")" ? "end" : c === '"' ? "afterString" : "string" }),
  list: (c) => (c === '"' ? { to: "string" } : stay(c, "list", 'a list of strings goes on with "')),
  afterString: (c) => {
    if (c === ",") return { to: "list" };
    return c === "]" ? { to: "afterList" } : stay(c, "afterString", "after a string comes , or ]");
  },
  afterList: (c) => (c === ")" ? { to: "end" } : stay(c, "afterList", "after the list comes )")),
  end: (c) => (c === "%" ? { to: "text" } : stay(c, "end", "after ) comes %")),
};

function stay(character: string, state: State, fault: string): Step {
  return character === " " ? { to: state } : { fault };
}

/** What is wrong with a header's value, as the end of a sentence. */
export function headerValueFault(value: string): string | undefined {
  let state: State = "text";
  for (let at = 0; at < value.length; at += 1) {
    if (isControl(value.charCodeAt(at))) return "has a control character";
    if (escapes(state, value, at)) {
      at += 1;
      continue;
    }
    const step = advance(state, value.charAt(at));
    if ("fault" in step) return `has a variable that cannot be read: ${step.fault}`;
    state = step.to;
  }
  return state === "text" ? undefined : "has a % that no other one closes";
}

function advance(state: State, character: string): Step {
  return steps[state](character);
}

/** Whether the next character is taken as it is: after a percent sign in text, after a backslash in a string. */
function escapes(state: State, value: string, at: number): boolean {
  if (state === "text") return value[at] === "%" && value[at + 1] === "%";
  return state === "string" && value[at] === "\\" && !isControl(value.charCodeAt(at + 1));
}

/** Tab is the one control character that header values may have. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}

export function* headerValue(value: string, path: JsonPath): Iterable<Problem> {
  const fault = headerValueFault(value);
  if (fault === undefined) return;
  const message = `the header value ${showText(value)} at ${showPath(path)} ${fault}`;
  yield problem(
    sharedFindings.headerValue,
    path,
    message,
    "write %% for a percent sign, and %NAME% or %NAME(argument)% for a variable",
  );
}
