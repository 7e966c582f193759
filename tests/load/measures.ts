/** What each measure is set beside, and the ratio it is to reach: a speed at least, a time at most. */
const all = {
  "event-page": { beside: "a static page of a bare Next.js site, as large", target: 8, sense: "at least" },
  registrations: { beside: "a bare route handler that answers 303", target: 0.6, sense: "at least" },
  "full-house": { beside: "the same, with 200 connections", target: 0.75, sense: "at least" },
  mailer: { beside: "nodemailer's bare pool with the same letter", target: 1.1, sense: "at least" },
  "mailer-50ms": { beside: "the same, when each answer takes 50 ms", target: 0.95, sense: "at least" },
  materialise: { beside: "a bare INSERT … SELECT of as many rows", target: 1.5, sense: "at most" },
  "list-deep": { beside: "the first page", target: 1.2, sense: "at most" },
  search: { beside: "a sequential scan", target: 0.05, sense: "at most" },
  "tab-counts": { beside: "one pass over the people", target: 10, sense: "at most" },
  csv: { beside: "COPY TO STDOUT", target: 1.5, sense: "at most" },
} as const

export type Measure = keyof typeof all
export const names = Object.keys(all).filter(isMeasure)
/** The measures that a change at a page, a door or the mailer is tried with, in three minutes. */
export const quickNames: Measure[] = ["event-page", "registrations", "full-house", "mailer"]

export const factsOf = (measure: Measure): { beside: string; target: number; sense: "at least" | "at most" } => all[measure]

export function isMeasure(name: string): name is Measure {
  return name in all
}

/** Whether a ratio is as good as it is to be. */
export function isMet(measure: Measure, ratio: number): boolean {
  const { target, sense } = factsOf(measure)
  return sense === "at least" ? ratio >= target : ratio <= target
}

export type Verdict = "met" | "not met yet" | "missed" | "fell"

/** What a ratio says beside the one of the last time: it fell by more than a fifth, or it misses a target that was met. Without one it does neither. */
export function judge(measure: Measure, ratio: number, last?: number): Verdict {
  const worse = last === undefined ? 1 : factsOf(measure).sense === "at least" ? ratio / last : last / ratio
  if (worse < 0.8) return "fell"
  if (isMet(measure, ratio)) return "met"
  return last !== undefined && isMet(measure, last) ? "missed" : "not met yet"
}
