import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { factsOf, judge, names } from "../load/measures"
import { type Figure, readFigures, writeFigures } from "../load/performance"

test("a ratio that falls by more than a fifth is a step back, whichever way it counts", () => {
  expect([0.21, 0.17, 0.15].map((ratio) => judge("registrations", ratio, 0.2))).toEqual(["not met yet", "not met yet", "fell"])
  expect([1.55, 1.9, 2.1].map((ratio) => judge("materialise", ratio, 1.6))).toEqual(["not met yet", "not met yet", "fell"])
})

test("a target that was met must stay met; one that never was may wait", () => {
  expect(judge("mailer", 1.2, 1.15)).toBe("met")
  expect(judge("mailer", 1.05, 1.15)).toBe("missed")
  expect(judge("mailer", 1.05, 1.02)).toBe("not met yet")
  expect([judge("mailer", 1.05), judge("mailer", 1.2)]).toEqual(["not met yet", "met"])
})

test("what was written down is read again, in the order of the measures", () => {
  const figures: Figure[] = [
    { measure: "csv", ratio: 1.27, counts: "1,300 of 1,020 ms", date: "2026-11-30", commit: "1234567" },
    { measure: "mailer", ratio: 1.18, counts: "900 of 760 mails/s", date: "2026-11-29", commit: "7654321+" },
  ]
  expect(readFigures(writeFigures(figures))).toEqual(figures.toReversed())
  expect(readFigures("# Nothing yet")).toEqual([])
})

test("docs/performance.md is as the bench writes it, with every measure", () => {
  const text = readFileSync("docs/performance.md", "utf8")
  const figures = readFigures(text)
  expect(figures.map(({ measure }) => measure)).toEqual(names)
  expect(writeFigures(figures)).toBe(text)
  for (const { measure } of figures) expect(text).toContain(`${factsOf(measure).sense} ${factsOf(measure).target}`)
})
