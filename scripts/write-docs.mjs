// Writes docs/findings.md from the compiled catalog of finding codes.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findingsPage } from "../dist/cli/findings-page.js";

writeFileSync(join(dirname(fileURLToPath(import.meta.url)), "../docs/findings.md"), findingsPage());
