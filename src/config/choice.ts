import { badSetting, type Setting, shown } from "./setting.js";

/** Reads one of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): (setting: Setting<string>) => Word {
  return ({ value, origin }) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw badSetting(origin, `${shown(value)} is not one of ${words.join(", ")}`, `write ${words.join(" or ")}`);
  };
}
