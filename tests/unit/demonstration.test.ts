import fc from "fast-check"
import { expect, test } from "vitest"
import { clockTime, longDay } from "@/lib/time"
import { firstThursday } from "@/prisma/seed/seed"

const london = "Europe/London"
const told = (now: string) => {
  const start = firstThursday(new Date(now))
  return `${longDay(start, london)}, ${clockTime(start, london)}, ${start.toISOString().slice(11, 16)} UTC`
}

test.each([
  ["2026-09-01T12:00:00Z", "Thursday 1 October 2026, 10:00, 09:00 UTC"],
  ["2026-08-13T08:00:00Z", "Thursday 10 September 2026, 10:00, 09:00 UTC"],
  ["2026-08-13T15:00:00Z", "Thursday 17 September 2026, 10:00, 09:00 UTC"],
])("a first start at %s makes the repeat on %s", (now, words) => {
  expect(told(now)).toBe(words)
})

test("the repeat is at 10:00 in London on either side of the clock changes", () => {
  expect(told("2026-10-05T12:00:00Z")).toBe("Thursday 5 November 2026, 10:00, 10:00 UTC")
  expect(told("2026-03-02T12:00:00Z")).toBe("Thursday 2 April 2026, 10:00, 09:00 UTC")
  expect(told("2026-10-01T23:30:00Z")).toBe("Thursday 5 November 2026, 10:00, 10:00 UTC")
})

test("whenever the site is first started, the repeat is on a Thursday, four to five weeks ahead", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("2020-01-01"), max: new Date("2060-01-01"), noInvalidDate: true }), (now) => {
      const start = firstThursday(now)
      const weeks = (start.getTime() - now.getTime()) / (7 * 86_400_000)
      const clockChanges = 1 / (7 * 24)
      expect(longDay(start, london)).toMatch(/^Thursday /)
      expect(clockTime(start, london)).toBe("10:00")
      expect(weeks).toBeGreaterThanOrEqual(4 - clockChanges)
      expect(weeks).toBeLessThan(5 + clockChanges)
    }),
  )
})
