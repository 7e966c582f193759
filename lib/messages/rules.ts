// What is true of an organiser's message. Pure.

type Outcome = { state: string; reason: string | null; count: number }

const number = (count: number) => count.toLocaleString("en-GB")

/** "sent 210, waiting 2, failed 1, withheld 1 (bounced address)": where the letters of a message are. */
export function whereItIs(outcomes: Outcome[]): string {
  const count = (...states: string[]) => outcomes.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
  const reasons = outcomes.filter(({ state, reason }) => state === "withheld" && reason !== null)
  const why = reasons.length === 1 ? reasons[0]?.reason : reasons.map(({ count, reason }) => `${number(count)} ${reason}`).join(", ")
  const parts = { sent: count("sent"), waiting: count("queued", "sending", "data"), failed: count("failed"), withheld: count("withheld") }
  const shown = Object.entries(parts).filter(([part, letters]) => letters > 0 || part === "sent")
  return shown.map(([part, letters]) => `${part} ${number(letters)}${part === "withheld" && why ? ` (${why})` : ""}`).join(", ")
}

/** Whether some of its letters still wait. */
export const isOnItsWay = (outcomes: Outcome[]): boolean => outcomes.some(({ state }) => state === "queued" || state === "sending" || state === "data")

/**
 * Whether the number on the button still says to how many a message goes. While people register, one in twenty more or fewer is the ordinary coming
 * and going; with fewer than twenty people the number must be exact.
 */
export const isStill = (seen: number, now: number): boolean => Math.abs(now - seen) <= Math.floor(seen / 20)
