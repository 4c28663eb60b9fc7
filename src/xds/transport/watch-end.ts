import { servingFindings } from "../../findings/serving.js";
import type { Emit } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import type { Certificate } from "./certificate.js";

/** A certificate is looked at this often for its end, or every twentieth of its life where that is more often. In ms. */
const longestWaitMs = 12 * 3_600_000;
const shortestWaitMs = 60_000;

/** With less than this part of its life left it should have been renewed long ago. */
const lastPart = 0.1;

/** Tells once that the certificate is about to end, and once that it has ended. The returned function ends it. */
export function watchEnd(
  file: string,
  { notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">,
  { listener, clock, emit }: { readonly listener: string; readonly clock: Clock; readonly emit: Emit },
): () => void {
  const { code, fix: remedy } = servingFindings.certificateUnusable;
  const life = notAfter.getTime() - notBefore.getTime();
  let told: "nothing" | "ending" | "ended" = "nothing";
  let cancel = () => {};
  const look = () => {
    const left = notAfter.getTime() - clock.now().getTime();
    const state = left <= 0 ? "ended" : left < life * lastPart ? "ending" : "nothing";
    if (state !== told && state !== "nothing") {
      emit({ type: "certificate-ending", listener, code, file, notAfter, ended: state === "ended", remedy });
    }
    told = state;
    if (state === "ended") return;
    const wait = Math.min(longestWaitMs, Math.max(shortestWaitMs, life / 20));
    cancel = clock.after(wait, look);
  };
  look();
  return () => cancel();
}
