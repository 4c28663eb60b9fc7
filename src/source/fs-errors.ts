import { sourceFindings } from "../findings/source.js";
import { nodeErrorCode, sourceError } from "./errors.js";

/** Runs what reads `path`, and turns the errors of the file system into ones that say what to do. */
export async function translated<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw translateFsError(path, error);
  }
}

function translateFsError(path: string, error: unknown): unknown {
  const code = nodeErrorCode(error);
  const options = { cause: error };
  switch (code) {
    case "EACCES":
    case "EPERM":
      return sourceError(
        sourceFindings.unreadable,
        `${namedPath(error) ?? path} may not be read by this user (${code})`,
        "give the user that runs gitxds read permission on all of the repository",
        options,
      );
    case "EMFILE":
    case "ENFILE":
    case "EIO":
    case "ESTALE":
      return sourceError(
        sourceFindings.unreadable,
        `reading ${namedPath(error) ?? path} failed (${code})`,
        code.endsWith("FILE") ? "raise the limit of open files (ulimit -n)" : "check the disk or the network share",
        { ...options, retry: "later" },
      );
    default:
      return error;
  }
}

function namedPath(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("path" in error)) return undefined;
  return typeof error.path === "string" ? error.path : undefined;
}
