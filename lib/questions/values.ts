import { z } from "zod"

// Numbers and days as people type them, and as they are kept.

const written = /^([+-]?)(\d+|(?=[.,]\d))(?:[.,](\d+))?$/

/** A number with a decimal point or comma, as plain text with a point: "3", "-2.50". No detour by way of a float, which would round it. null: it is none. */
export function readNumber(typed: string): string | null {
  const [whole, sign, before = "", after] = written.exec(typed.replace("\u2212", "-")) ?? []
  if (whole === undefined) return null
  const size = `${before.replace(/^0+(?=\d)/, "") || "0"}${after === undefined ? "" : `.${after}`}`
  return sign === "-" && /[1-9]/.test(size) ? `-${size}` : size
}

/** "1,250" is a thousand to some and little more than one to others. */
export const couldBeThousands = (typed: string): boolean => /^[+-]?[1-9]\d{0,2},\d{3}$/.test(typed)

/** A day of the calendar (ISO 8601, "2027-03-04"). null: it is none. */
export const readDay = (typed: string): string | null => (!typed.startsWith("0000") && z.iso.date().safeParse(typed).success ? typed : null)

type Bounded = "number" | "date"
export const isBounded = (kind: string): kind is Bounded => kind === "number" || kind === "date"

/** What was typed as a value of this kind. null: it is none. */
export const readValue = (kind: Bounded, typed: string): string | null => (kind === "number" ? readNumber(typed) : readDay(typed))

/** Whether a value is less, or earlier, than another of its kind. */
export const isBelow = (kind: Bounded, one: string, other: string): boolean => (kind === "number" ? Number(one) < Number(other) : one < other)
