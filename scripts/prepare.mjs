// Builds the package where npm installs it from Git. `npm install --global`, and pre-commit with it, hands its global
// mode down to the npm that should fetch what building takes, so that nothing is there yet: then it is fetched here.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

const run = (command) => execSync(command, { stdio: ["ignore", "ignore", "inherit"] });

if (!existsSync("node_modules/typescript")) run("npm ci --global=false --include=dev --ignore-scripts");
run("npm run --silent build");
