import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { isDnsLabel } from "./dns.js";

const everywhere = "*";
const ownNamespace = ".";
const nowhere = "~";

export interface ExportToOptions {
  /** The resource's own namespace: . stands for it. */
  readonly namespace: string;
  /** Whether ~, visible to nobody, is taken. */
  readonly takesNowhere?: boolean;
  /** Whether the resource selects workloads, which are its own namespace's. */
  readonly selectsWorkloads?: boolean;
}

/** To which namespaces a resource is visible. */
export function* exportTo(
  list: readonly string[] | null | undefined,
  path: JsonPath,
  { namespace, takesNowhere = false, selectsWorkloads = false }: ExportToOptions,
): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [entry, at] of entriesOf(list, path)) {
    const name = entry === ownNamespace ? namespace : entry;
    if (seen.has(name)) {
      const meaning = name === entry && entry !== namespace ? "" : `, which . and its name both mean`;
      yield wrong(at, `names ${showText(name)} a second time${meaning}`, "remove one of the two");
    } else if (isVisibility(name, takesNowhere)) seen.add(name);
    else
      yield wrong(
        at,
        `is ${showText(entry)}, which is no namespace`,
        `write *, ${takesNowhere ? "~, " : ""}. or a namespace`,
      );
  }
  yield* together(list?.length ?? 0, seen, path);
  if (selectsWorkloads) yield* ownOnly(seen, namespace, path);
}

function isVisibility(name: string, takesNowhere: boolean): boolean {
  return name === everywhere || (takesNowhere && name === nowhere) || isDnsLabel(name);
}

function* together(count: number, seen: ReadonlySet<string>, path: JsonPath): Iterable<Problem> {
  if (count < 2) return;
  if (seen.has(everywhere))
    yield wrong(
      path,
      "has * beside other entries, though * is all namespaces",
      "leave * alone in the list, or remove it",
    );
  else if (seen.has(nowhere))
    yield wrong(path, "has ~ beside other entries, though ~ is nobody", "leave ~ alone in the list, or remove it");
}

function* ownOnly(seen: ReadonlySet<string>, namespace: string, path: JsonPath): Iterable<Problem> {
  if (seen.size === 0 || (seen.size === 1 && seen.has(namespace))) return;
  yield wrong(
    path,
    "goes beyond the own namespace, though workloads are selected there only",
    "write . as its only entry, or remove workloadSelector",
  );
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sharedFindings.exportTo, path, `${showPath(path)} ${fault}`, remedy);
}
