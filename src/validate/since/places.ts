import { isJsonObject, type JsonObject, type JsonPath, type JsonValue } from "../../model/index.js";

const every = Symbol("every item of a list, or value of a map");

type Step = string | typeof every;

/** A path as it is walked. */
export interface Route {
  readonly steps: readonly Step[];
  /** The step at the end. */
  readonly last: Step;
}

/** Reads a path such as `spec.http[].retries.backoff` or `spec.tracing[].customTags{}.formatter`. */
export function parseRoute(path: string): Route {
  const steps: Step[] = path.split(".").flatMap((part) => {
    const name = part.replace(/(?:\[\]|\{\})$/, "");
    return name === part ? [name] : [name, every];
  });
  const last = steps.pop();
  if (last === undefined) throw new RangeError("a path has a step at least");
  return { steps, last };
}

/** Something in a document, and where. */
export interface Found {
  readonly path: JsonPath;
  readonly value: JsonValue;
}

/** Everything that the document has at the end of the route. */
export function* found(document: JsonObject, { steps, last }: Route): Iterable<Found> {
  yield* walk(document, [...steps, last], []);
}

/** The objects that could have the route's last key, and do not. */
export function* lacking(document: JsonObject, { steps, last }: Route): Iterable<JsonPath> {
  for (const { path, value } of walk(document, steps, [])) {
    if (last !== every && isJsonObject(value) && value[last] === undefined) yield path;
  }
}

function* walk(value: JsonValue, steps: readonly Step[], path: JsonPath): Iterable<Found> {
  const step = steps[path.length];
  if (step === undefined) {
    yield { path, value };
  } else if (step !== every) {
    const child = isJsonObject(value) ? value[step] : undefined;
    if (child !== undefined) yield* walk(child, steps, [...path, step]);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* walk(item, steps, [...path, index]);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* walk(item, steps, [...path, key]);
  }
}
