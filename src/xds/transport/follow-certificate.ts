import { servingFindings } from "../../findings/serving.js";
import { type Emit, type ListenerTls, UsageError } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import { watchFile } from "../../util/watch-file.js";
import { type Certificate, maxPemBytes, readCertificate } from "./certificate.js";
import { watchEnd } from "./watch-end.js";

/** Who is told what, and where it is. */
export interface FollowOptions {
  readonly listener: string;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Takes each certificate that is to be used from now on. */
  readonly use: (certificate: Certificate) => void;
}

/**
 * Uses what the files hold whenever they change, from `first` on. What cannot be used is told of and changes nothing: the files
 * may be half replaced, and the next change calls again. The returned function ends it.
 */
export function followCertificate(tls: ListenerTls, first: Certificate, options: FollowOptions): () => void {
  const { listener, clock, emit, use } = options;
  const { code, fix } = servingFindings.certificateUnusable;
  let current = first;
  let refused: string | undefined;
  let closeEnd = watchEnd(tls.certFile, first, options);
  const loaded = ({ names, notAfter }: Certificate) =>
    emit({ type: "certificate-loaded", listener, file: tls.certFile, names, notAfter });

  const read = () => {
    try {
      const next = readCertificate(tls);
      const changed = next.digest !== current.digest;
      if (changed) rejectOutOfForce(tls, next, clock.now());
      if (!changed && refused === undefined) return;
      use(next);
      current = next;
      refused = undefined;
      closeEnd();
      closeEnd = watchEnd(tls.certFile, next, options);
      loaded(next);
    } catch (error) {
      const { message, remedy } = error instanceof UsageError ? error : { message: String(error), remedy: fix };
      if (message === refused) return;
      refused = message;
      emit({ type: "certificate-refused", listener, code, message, remedy });
    }
  };

  loaded(first);
  const { certFile, keyFile, clientCaFile } = tls;
  const files = new Set([certFile, keyFile, ...(clientCaFile === null ? [] : [clientCaFile])]);
  const closeWatchers = [...files].map((file) => watchFile(file, { clock, maxBytes: maxPemBytes }, read));
  return () => {
    closeEnd();
    for (const close of closeWatchers) close();
  };
}

/** A new certificate that no client takes is worse than the one before. */
function rejectOutOfForce({ certFile }: ListenerTls, { notBefore, notAfter }: Certificate, now: Date): void {
  const what =
    now < notBefore
      ? `holds a certificate that begins at ${notBefore.toISOString()}`
      : now > notAfter
        ? `holds a certificate that ended at ${notAfter.toISOString()}`
        : undefined;
  if (what === undefined) return;
  throw new UsageError(
    `listener's tls: ${certFile} ${what}`,
    "issue one that is in force, or correct this machine's clock",
  );
}
