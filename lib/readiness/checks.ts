// What a check says, and how several findings make one.

export type State = "ok" | "look" | "no"

export type Check = {
  title: string
  state: State
  /** What is so, and what to do about it: one sentence or more each. */
  words: string[]
  /** Where to mend it: words, and a room of the event. */
  action?: { words: string; room: string }
  /** It has the button that opens the link. */
  opens?: boolean
  list?: { words: string; small: string; room: string }[]
}

type Finding = { level: State; words: string }

const order: State[] = ["no", "look", "ok"]

/** What must be mended first, then what to look at, each in its own order. */
export const worstFirst = (checks: Check[]): Check[] => order.flatMap((state) => checks.filter((check) => check.state === state))

/** One check of several findings: as bad as the worst of them. Without any it is in order, and `good` says so. */
export function fromFindings(title: string, findings: Finding[], good: string, action?: Check["action"]): Check {
  if (findings.length === 0) return { title, state: "ok", words: [good] }
  const state = order.find((level) => findings.some((finding) => finding.level === level)) ?? "ok"
  return { title, state, words: [...new Set(findings.map(({ words }) => words))], ...(action && state !== "ok" && { action }) }
}
