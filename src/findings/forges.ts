import type { FindingRow } from "./row.js";

/** Why a webhook is not acted on. None of these is of a commit: what is pushed is seen at the next poll all the same. */
export const forgeFindings = {
  noSecret: {
    code: "GX070",
    severity: "warning",
    statement: "Webhooks are taken only where a secret is set.",
    why: "Whoever can reach the admin port could make gitxds ask the remote again and again.",
    fix: "Write a long random text to a file, name it in --webhook-secret-file or in webhook.secretFile of the source, and give the same text to the forge.",
    example: { none: "it takes a webhook" },
  },
  secretUnreadable: {
    code: "GX071",
    severity: "warning",
    statement: "The file of a webhook secret must be readable and hold the secret alone.",
    why: "Without the secret no request can be told from a forged one, so all of that source are refused; a push is seen one poll later.",
    fix: "Restore the file that the message names. It is read anew for every request, so nothing has to be restarted.",
    example: { none: "it takes a webhook" },
  },
  notSigned: {
    code: "GX072",
    severity: "warning",
    statement: "A webhook must be signed with the secret of a source, over the body as it came.",
    why: "An unsigned request can come from anybody. It is refused without a look at what it says, and a push is seen one poll later.",
    fix: "Give the forge the very secret that is in the file, post to the address of that forge (/webhooks/github for GitHub), and let no proxy on the way change the body.",
    example: { none: "it takes a webhook" },
  },
  malformed: {
    code: "GX073",
    severity: "warning",
    statement: "A webhook's body must be what the forge documents for a push.",
    why: "Without repository and ref nobody can say whose push it was; it is seen one poll later.",
    fix: "Choose JSON as content type and push events in the forge; for /webhooks/generic, send nothing or a JSON object with repository and ref.",
    example: { none: "it takes a webhook" },
  },
} as const satisfies Record<string, FindingRow>;
