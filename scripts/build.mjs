// Writes dist/: the bin, and the pipeline's thread, which it starts by its file.
import { bundle } from "./bundle.mjs";

await bundle({ main: "src/main.ts", worker: "src/pipeline/worker.ts" }, "dist");
