import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { amountsOf, barsOfDays, barsOfMinutes, countChoices, daysOf } from "@/lib/numbers/rules"
import type { Question } from "@/lib/questions/schema"

// Counts as the pictures of the desk show them.

const dayOf = (day: string) => Date.parse(day) / 86_400_000

describe("bars", () => {
  test("have no gaps: a day on which nobody registered is there", () => {
    const days = [
      { slot: dayOf("2026-10-05"), people: 3 },
      { slot: dayOf("2026-10-08"), people: 1 },
    ]
    expect(barsOfDays(days)).toMatchObject({ step: 1, bars: [{ people: 3 }, { people: 0 }, { people: 0 }, { people: 1 }] })
  })

  test("of more than a hundred days are weeks that begin on a Monday", () => {
    const days = [
      { slot: dayOf("2026-01-01"), people: 3 },
      { slot: dayOf("2026-01-04"), people: 2 },
      { slot: dayOf("2026-01-05"), people: 1 },
      { slot: dayOf("2026-08-01"), people: 1 },
    ]
    const { step, bars } = barsOfDays(days)
    expect(step).toBe(7)
    expect(bars.slice(0, 2)).toEqual([
      { slot: dayOf("2025-12-29"), people: 5 },
      { slot: dayOf("2026-01-05"), people: 1 },
    ])
    expect(bars.at(-1)).toEqual({ slot: dayOf("2026-07-27"), people: 1 })
  })

  test("hold everybody, are a hundred at most and stand in order, whatever is counted", () => {
    const slots = fc.uniqueArray(fc.record({ slot: fc.integer({ min: 0, max: 30_000_000 }), people: fc.integer({ min: 1, max: 1000 }) }), {
      selector: ({ slot }) => slot,
      maxLength: 40,
    })
    fc.assert(
      fc.property(slots, fc.constantFrom(barsOfDays, barsOfMinutes), (counted, barsOf) => {
        const sorted = counted.toSorted((one, other) => one.slot - other.slot)
        const { step, bars } = barsOf(sorted)
        const sum = (rows: { people: number }[]) => rows.reduce((total, { people }) => total + people, 0)
        expect(sum(bars)).toBe(sum(sorted))
        expect(bars.length).toBeLessThanOrEqual(100)
        expect(bars.every(({ slot }, index) => index === 0 || slot === (bars[index - 1]?.slot ?? 0) + step)).toBe(true)
      }),
    )
  })

  test("of nothing are none", () => {
    expect(barsOfMinutes([]).bars).toEqual([])
  })
})

test("choices are counted in their order, and those that are offered no more come after", () => {
  const question: Question = {
    id: "1",
    kind: "any",
    label: "Which?",
    hint: "",
    required: false,
    choices: ["One", "Two", "Three"],
    least: "",
    most: "",
    shownWhen: null,
  }
  const given = [
    { answer: ["Two", "Old"], people: 4 },
    { answer: ["Two", "One"], people: 2 },
  ]
  expect(countChoices(question, given).map(({ words, people, isOffered }) => `${words} ${people} ${isOffered}`)).toEqual([
    "One 2 true",
    "Two 6 true",
    "Three 0 true",
    "Old 4 false",
  ])
  expect(countChoices({ ...question, kind: "tick", choices: [] }, [{ answer: true, people: 3 }])).toEqual([{ words: "ticked", people: 3, isOffered: true }])
})

test("numbers and days that nobody answered, or that are none, are nothing", () => {
  expect(amountsOf([])).toBeNull()
  expect(amountsOf([{ answer: "many", people: 1 }])).toBeNull()
  expect(
    daysOf([
      { answer: "soon", people: 1 },
      { answer: true, people: 1 },
    ]),
  ).toEqual([])
})
