import type { Question } from "@/lib/questions/schema"

// Counts as pictures show them. Pure.

/** A day or a minute, by its number since 1970, and how many people it had. */
export type Slot = { slot: number; people: number }
/** null: all the others together. */
export type Count = { words: string | null; people: number }
/** Of an answer that is offered, or was. */
export type ChoiceCount = { words: string; people: number; isOffered: boolean }

/** So many sources are named. */
export const mostSources = 15

const mostBars = 100
const daySteps = [1, 7, 28, 364]
const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 180, 720, 1440]

/** The width of a bar in slots, and the bars from the first slot that has somebody to the last, without gaps. */
export type Bars = { step: number; bars: Slot[] }

/** The slots as a hundred bars at most: each as wide as the first step with which they fit, or as often the last step as is needed. */
function spread(slots: Slot[], steps: number[], offset = 0): Bars {
  const [first, last] = [slots[0], slots.at(-1)]
  if (!first || !last) return { step: 1, bars: [] }
  const place = (slot: number, width: number) => Math.floor((slot - offset) / width)
  const count = (width: number) => place(last.slot, width) - place(first.slot, width) + 1
  const widest = steps.at(-1) ?? 1
  const step = steps.find((width) => count(width) <= mostBars) ?? widest * Math.ceil((last.slot - first.slot) / (mostBars - 1) / widest)
  const bars = Array.from({ length: count(step) }, (_, index) => ({ slot: (place(first.slot, step) + index) * step + offset, people: 0 }))
  for (const { slot, people } of slots) {
    const bar = bars[place(slot, step) - place(first.slot, step)]
    if (bar) bar.people += people
  }
  return { step, bars }
}

/** Days as bars; where a bar is a week it begins on a Monday. (Day 4 of 1970 was one.) */
export const barsOfDays = (days: Slot[]): Bars => spread(days, daySteps, 4)

export const barsOfMinutes = (minutes: Slot[]): Bars => spread(minutes, minuteSteps)

/** How often each choice was made: those that are offered in their order, then those that are offered no more. Of a tick: how many ticked. */
export function countChoices({ kind, choices }: Question, given: { answer: unknown; people: number }[]): ChoiceCount[] {
  const people = new Map(choices.map((words) => [words, 0]))
  for (const { answer, people: count } of given)
    for (const words of kind === "tick" ? ["ticked"] : [answer].flat()) if (typeof words === "string") people.set(words, (people.get(words) ?? 0) + count)
  return [...people].map(([words, count]) => ({ words, people: count, isOffered: kind === "tick" || choices.includes(words) }))
}

/** "12 %", of so many. */
export const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`
