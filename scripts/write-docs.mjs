// Writes docs/findings.md from the compiled catalog of finding codes, and docs/metrics.md from the metrics as they are declared.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { metricsPage } from "../build/src/admin/metrics/page.js";
import { findingsPage } from "../build/src/cli/findings-page.js";

const docs = join(dirname(fileURLToPath(import.meta.url)), "../docs");
writeFileSync(join(docs, "findings.md"), findingsPage());
writeFileSync(join(docs, "metrics.md"), metricsPage());
