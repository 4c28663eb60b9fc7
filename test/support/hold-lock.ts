/** A process that holds the lock of the folder it is given until it is killed. */
import { systemClock } from "../../src/util/clock.js";
import { lockFolder } from "../../src/util/folder-lock.js";

const { type } = await lockFolder(process.argv[2] ?? "", { clock: systemClock, onLost: () => {} });
process.send?.(type);
setInterval(() => {}, 60_000);
