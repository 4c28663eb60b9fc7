import { test } from "node:test";
import { runCrashes } from "../support/storage/crash.js";

test("20 processes that are killed while they work leave what the next goes on from, without a hand", async (t) => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`SEED=${seed}`);
  const { phases } = await runCrashes(20, seed);
  for (const [phase, count] of phases) t.diagnostic(`${phase}: ${count}`);
});
