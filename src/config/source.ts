import type { SourceConfig } from "../model/index.js";
import { oneOf } from "./choice.js";
import { sourceDefaults } from "./defaults.js";
import { parseCommitId, parseCommitIds, parseRef, parseTreePath, parseVersionRange } from "./git-names.js";
import { nameFromUrl, parseLabel } from "./names.js";
import { readOwns } from "./owns.js";
import { parsePercent } from "./percent.js";
import { parseRepository } from "./repository.js";
import { readSchedule } from "./schedule.js";
import { badSetting, read, type SourceSettings } from "./setting.js";
import { readAccess, type Surroundings } from "./source-auth.js";
import { readVerify } from "./verify.js";
import { readWebhook } from "./webhook.js";

/** Reads one entry of `sources`. Throws for the first setting of it that is wrong. */
export function readSource(settings: SourceSettings, surroundings: Surroundings): SourceConfig {
  const { name, url, ref, semver, path, include, exclude, pin, skip, accept, maxDeletions, verify, owns } = settings;
  const where = parseRepository(url);
  const webhook = readWebhook(settings.webhook, settings.webhookSecretFile);
  if (ref !== undefined && semver !== undefined) {
    throw badSetting(semver.origin, "there is a ref, too", "keep the one that is meant: a ref, or a range of versions");
  }
  const range = read(semver, parseVersionRange, sourceDefaults.semver);
  return {
    name: read(name, parseLabel, nameFromUrl(where)),
    url: where,
    ref: read(pin, parseCommitId, null) ?? read(ref, parseRef, sourceDefaults.ref),
    semver: pin === undefined ? range : null,
    path: read(path, parseTreePath, sourceDefaults.path),
    include: include?.value ?? sourceDefaults.include,
    exclude: exclude?.value ?? sourceDefaults.exclude,
    skip: read(skip, parseCommitIds, sourceDefaults.skip),
    accept: read(accept, parseCommitIds, sourceDefaults.accept),
    history: read(settings.history, oneOf(["any", "fast-forward"]), sourceDefaults.history),
    onInvalid: read(settings.onInvalid, oneOf(["reject-commit", "keep-last-good"]), sourceDefaults.onInvalid),
    maxDeletions: read(maxDeletions, parsePercent, sourceDefaults.maxDeletions),
    schedule: readSchedule(settings),
    ...(owns === undefined ? {} : { owns: readOwns(owns) }),
    ...readAccess(where, settings, surroundings),
    ...(verify === undefined ? {} : { verify: readVerify(verify) }),
    ...(webhook === undefined ? {} : { webhook }),
  };
}
