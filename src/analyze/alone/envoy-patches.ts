import { analysisFindings } from "../../findings/analysis.js";
import type { FindingRow } from "../../findings/row.js";
import type { JsonValue } from "../../model/index.js";
import { listAt, textAt, valueAt } from "../fields.js";
import type { Alone } from "./alone.js";

/** Where patches are told by Istio's API to be ignored: nothing can be added there or removed. */
const unaddable: ReadonlySet<string> = new Set(["ROUTE_CONFIGURATION", "HTTP_ROUTE"]);

const replaceable: ReadonlySet<string> = new Set(["NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST"]);

/** IST0151 to IST0155: patches that cannot work where they apply, or whose effect hangs on what was patched before. */
export const envoyPatches: Alone = {
  kinds: ["EnvoyFilter"],
  *examine({ document }) {
    const spec = valueAt(document, "spec");
    const hasPriority = (valueAt(spec, "priority") ?? 0) !== 0;
    /** What the patches so far that are bound to a proxy version are about. */
    const versioned = new Set<string>();
    for (const [index, patch] of listAt(spec, "configPatches").entries()) {
      if (valueAt(patch, "patch") === undefined) return;
      const filter = filterOf(patch);
      const found = judge(patch, hasPriority, versioned.has(filter));
      if (found !== undefined) yield { ...found, path: ["spec", "configPatches", index] };
      if (textAt(patch, "match", "proxy", "proxyVersion") !== undefined) versioned.add(filter);
    }
  },
};

interface Judgement {
  readonly row: FindingRow;
  readonly message: string;
  readonly remedy: string;
}

function judge(patch: JsonValue, hasPriority: boolean, isVersioned: boolean): Judgement | undefined {
  const operation = textAt(patch, "patch", "operation") ?? "";
  const applyTo = textAt(patch, "applyTo") ?? "";
  switch (operation) {
    case "ADD":
      return unaddable.has(applyTo) ? misplaced(analysisFindings.addIgnored, operation, applyTo) : undefined;
    case "REMOVE":
      if (unaddable.has(applyTo)) return misplaced(analysisFindings.removeIgnored, operation, applyTo);
      break;
    case "REPLACE":
      if (!replaceable.has(applyTo)) return misplaced(analysisFindings.replaceElsewhere, operation, applyTo);
      break;
    case "INSERT_BEFORE":
    case "INSERT_AFTER":
      break;
    default:
      return undefined;
  }
  return hasPriority ? undefined : unordered(operation, isVersioned);
}

function misplaced(row: FindingRow, operation: string, applyTo: string): Judgement {
  return { row, message: `${operation} is not defined for ${applyTo}: do not count on it`, remedy: row.fix ?? "" };
}

function unordered(operation: string, isVersioned: boolean): Judgement {
  const message = `${operation} depends on what other EnvoyFilters have done before, and no priority says which come first`;
  return {
    row: isVersioned ? analysisFindings.relativePatchOfVersion : analysisFindings.relativePatch,
    message: isVersioned ? `${message}; an earlier patch of this filter is for one proxy version only` : message,
    remedy: "set priority, or use INSERT_FIRST or ADD, which depend on nothing",
  };
}

/** The name in what a patch brings, or else of the filter that it is for. */
function filterOf(patch: JsonValue): string {
  if (Object.keys(valueAt(patch, "patch", "value") ?? {}).length === 0) return "";
  const name = valueAt(patch, "patch", "value", "name");
  if (name !== undefined) return `value ${JSON.stringify(name)}`;
  return textAt(patch, "match", "listener", "filterChain", "filter", "name") ?? "";
}
