import type { Question } from "@/lib/questions/schema"

// Counts as pictures show them. Pure.

/** A day or a minute, by its number since 1970, and how many people it had. */
export type Slot = { slot: number; people: number }
/** null: all the others together. */
export type Count = { words: string | null; people: number }
/** Of an answer that is offered, or was. */
export type ChoiceCount = { words: string; people: number; isOffered: boolean }

/** An answer, and how many people gave it. */
export type Given = { answer: unknown; people: number }

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
export function countChoices({ kind, choices }: Question, given: Given[]): ChoiceCount[] {
  const people = new Map(choices.map((words) => [words, 0]))
  for (const { answer, people: count } of given)
    for (const words of kind === "tick" ? ["ticked"] : [answer].flat()) if (typeof words === "string") people.set(words, (people.get(words) ?? 0) + count)
  return [...people].map(([words, count]) => ({ words, people: count, isOffered: kind === "tick" || choices.includes(words) }))
}

/** What can be said of numbers that people answered. */
export type Amounts = { people: number; least: number; most: number; mean: number; sum: number }

/** The numbers that were answered, together. null: nobody answered. */
export function amountsOf(given: Given[]): Amounts | null {
  const numbers = given.map(({ answer, people }) => ({ number: Number(answer), people })).filter(({ number }) => Number.isFinite(number))
  if (numbers.length === 0) return null
  const people = numbers.reduce((total, one) => total + one.people, 0)
  const sum = numbers.reduce((total, one) => total + one.number * one.people, 0)
  const inOrder = numbers.map(({ number }) => number).toSorted((one, other) => one - other)
  return { people, least: inOrder[0] ?? 0, most: inOrder.at(-1) ?? 0, mean: sum / people, sum }
}

/** The days that were answered, each by its number since 1970, in their order. */
export const daysOf = (given: Given[]): Slot[] =>
  given
    .map(({ answer, people }) => ({ slot: typeof answer === "string" ? Date.parse(answer) / 86_400_000 : Number.NaN, people }))
    .filter(({ slot }) => Number.isInteger(slot))
    .toSorted((one, other) => one.slot - other.slot)

/** "12 %", of so many. */
export const share = (part: number, whole: number): string => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`
