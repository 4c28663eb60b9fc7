import type { FindingRow } from "./row.js";

/** What can go wrong between a remote and the files of a commit. GX001 to GX039 stop a pass, GX040 and up are of one commit. */
export const sourceFindings = {
  hostUnknown: { code: "GX001", severity: "error", statement: "The remote's host name must resolve." },
  connectionFailed: { code: "GX002", severity: "error", statement: "The remote must accept and keep the connection." },
  timedOut: { code: "GX003", severity: "error", statement: "The remote must answer in time." },
  tlsFailed: { code: "GX004", severity: "error", statement: "The remote's TLS certificate must be trusted." },
  unauthorized: { code: "GX005", severity: "error", statement: "The remote must accept the credential (HTTP 401)." },
  forbidden: { code: "GX006", severity: "error", statement: "The credential must be allowed to read (HTTP 403)." },
  repositoryNotFound: {
    code: "GX007",
    severity: "error",
    statement: "The remote must have the repository (HTTP 404).",
  },
  rateLimited: { code: "GX008", severity: "error", statement: "The remote limits how often it is asked (HTTP 429)." },
  serverFailed: { code: "GX009", severity: "error", statement: "The remote must answer without an error of its own." },
  notGit: { code: "GX010", severity: "error", statement: "The remote must answer in Git's protocol." },
  refMissing: { code: "GX011", severity: "error", statement: "The ref must exist in the repository." },
  commitMissing: { code: "GX012", severity: "error", statement: "The commit must be in the repository." },
  emptyRepository: { code: "GX013", severity: "error", statement: "The repository must hold a commit." },
  pathMissing: { code: "GX014", severity: "error", statement: "The path must be a folder of the commit." },
  unsupportedRepository: {
    code: "GX015",
    severity: "error",
    statement: "The repository must use SHA-1 ids and refs as files.",
  },
  damagedObject: { code: "GX016", severity: "error", statement: "Git objects must be whole and match their id." },
  unreadable: { code: "GX017", severity: "error", statement: "The repository's files must be readable." },
  notRepository: { code: "GX018", severity: "error", statement: "The path must lead to a Git repository." },
  objectMissing: {
    code: "GX019",
    severity: "error",
    statement: "The repository must hold every object of the commit.",
  },
  unsupportedUrl: { code: "GX020", severity: "error", statement: "The URL's scheme must be one that is read." },
  stateUnwritable: { code: "GX021", severity: "error", statement: "The state directory must be writable." },
  badRedirect: { code: "GX022", severity: "error", statement: "Redirects are few and never leave https." },
  tooLarge: { code: "GX023", severity: "error", statement: "A commit and its transfer stay within the limits." },

  fileTooLarge: { code: "GX040", severity: "error", statement: "A YAML or JSON file is at most 1 MB." },
  symlink: { code: "GX041", severity: "warning", statement: "Symbolic links are left out." },
  submodule: { code: "GX042", severity: "warning", statement: "Submodules are left out." },
  unsafeName: {
    code: "GX043",
    severity: "error",
    statement: "File names are UTF-8 without control characters, at most 255 bytes, never `..`.",
  },
  uncommitted: { code: "GX044", severity: "info", statement: "Only what is committed is served." },
  ignoreFile: { code: "GX045", severity: "error", statement: "A .gitxdsignore is small and its patterns are simple." },
} as const satisfies Record<string, FindingRow>;
