/** What becomes of a line, in its words. */
export const fateWords = {
  registered: "will be registered",
  waiting: "will be on the waiting list",
  known: "on the list already: left as they are",
  cancelled: "was on the list and is cancelled: left alone",
  twice: "the same address as a line above: left out",
  bad: "cannot be read",
  "no-place": "no place is left, and there is no waiting list",
} as const
export type Fate = keyof typeof fateWords
/** Whether a word from an address names one. */
export const isFate = (word: string): word is Fate => Object.hasOwn(fateWords, word)
export type Fates = Record<Fate, number>

/** How many people an import would bring. */
export const comingIn = ({ registered, waiting }: Fates): number => registered + waiting

/** Whether all lines can be done as they stand. Those that change nothing are no hindrance. */
export const isClean = (fates: Fates): boolean => fates.bad === 0 && fates["no-place"] === 0
