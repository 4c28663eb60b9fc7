import { kinds } from "../collections/kinds.js";
import { schemaFindings } from "../findings/schema.js";
import type { KindName } from "../model/index.js";
import { type Check, noProblems } from "./problem.js";
import { showList, showText } from "./show.js";

const served: ReadonlyMap<KindName, readonly string[]> = new Map(
  kinds.map(({ kind, group, versions }) => [kind, versions.map((version) => `${group}/${version}`)]),
);

/** A known kind under a version that it does not have: nothing else can be said about such a document. */
export const versionCheck: Check = ({ kind, apiVersion }) => {
  const versions = served.get(kind) ?? [];
  if (versions.includes(apiVersion)) return noProblems;
  return [
    {
      row: schemaFindings.unknownVersion,
      path: ["apiVersion"],
      target: "value",
      message: `${kind} has no version ${showText(apiVersion)}, it is served as ${showList(versions, "and")}`,
      remedy: `write apiVersion: ${versions[0]}`,
    },
  ];
};
