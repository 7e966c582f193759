import { z } from "zod"
import { labelOf } from "@/lib/deliveries/rules"
import { people } from "@/lib/registrations/rules"

// What a deletion takes, in words. The numbers come from the SQL function personal_counts, for the dry run and for the receipt alike.

/** By the name of what is counted, like "people.registered" or "letters.join.sent". What there is none of is left out. */
export const countsSchema = z.record(z.string(), z.number())
export type Counts = z.infer<typeof countsSchema>

type Line = { words: string; count: number }
/** Letters of one kind: how many there are, and in which states. */
type LetterLine = { words: string; count: number; sent: number; failed: number; withheld: number; waiting: number }

const plain: Record<string, string> = {
  "people.registered": "Registered",
  "people.waiting": "On the waiting list",
  "people.offered": "With a place on offer",
  "people.cancelled": "Cancelled",
  joined: "Joined",
  joins: "Times that somebody pressed Join",
  answered: "Answers to the event's questions",
  notes: "Notes of the organisers",
  bounced: "Addresses that bounced",
  addressChanges: "Changes of address",
  linkRequests: "Lost links asked for",
  lists: "Uploaded lists",
  drafts: "Forms that were refused",
  acts: "Entries of the record that named somebody",
  lettersTwice: "Letters that may have gone twice",
}

const sum = (counts: Counts, begin: string) => Object.entries(counts).reduce((total, [key, count]) => (key.startsWith(begin) ? total + count : total), 0)

/** Of how many people something is deleted, whatever became of them. */
export const peopleIn = (counts: Counts): number => sum(counts, "people.")
/** How many letters, whatever became of them. */
export const lettersIn = (counts: Counts): number => sum(counts, "letters.")

/** Everything but the letters, what there is none of left out. */
export const linesOf = (counts: Counts): Line[] =>
  Object.entries(plain).flatMap(([key, words]) => (counts[key] === undefined ? [] : [{ words, count: counts[key] }]))

/** The letters by kind. */
export function letterLinesOf(counts: Counts): LetterLine[] {
  const of = (kind: string, state: string) => counts[`letters.${kind}.${state}`] ?? 0
  const kinds = new Set(Object.keys(counts).flatMap((key) => /^letters\.(.+)\.\w+$/.exec(key)?.[1] ?? []))
  return [...kinds].map((kind) => ({
    words: labelOf(kind),
    count: sum(counts, `letters.${kind}.`),
    sent: of(kind, "sent"),
    failed: of(kind, "failed"),
    withheld: of(kind, "withheld"),
    waiting: of(kind, "waiting"),
  }))
}

/** "214 people and 640 letters" */
export function sayHowMany(counts: Counts): string {
  const letters = lettersIn(counts)
  return `${people(peopleIn(counts))} and ${letters === 1 ? "1 letter" : `${letters.toLocaleString("en-GB")} letters`}`
}

const number = (count: number) => count.toLocaleString("en-GB")
const states = ["sent", "failed", "withheld", "waiting"] as const
const stateWords = { sent: "sent", failed: "failed", withheld: "withheld", waiting: "not sent" }

/** "sent 210, failed 1": the letters of one kind by what became of them. */
export const sayStates = (line: LetterLine): string =>
  states
    .filter((state) => line[state] > 0)
    .map((state) => `${stateWords[state]} ${number(line[state])}`)
    .join(", ")

/** Every line as finished words, for a letter. */
export const sayNumbers = (counts: Counts): { words: string; number: string }[] => [
  ...linesOf(counts).map(({ words, count }) => ({ words, number: number(count) })),
  ...letterLinesOf(counts).map((line) => ({ words: line.words, number: sayStates(line) })),
]
