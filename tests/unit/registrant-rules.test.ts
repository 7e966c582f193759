import { expect, test } from "vitest"
import { mergeDetails } from "@/lib/registrations/rules"

const former = { name: "Ada Example", organisation: "", note: "" }

test("a field that was not touched is as somebody else has saved it", () => {
  const saved = { ...former, organisation: "Union" }
  expect(mergeDetails(saved, former, { ...former, note: "Paid" })).toEqual({ merged: { ...saved, note: "Paid" }, isClash: false })
})

test("a field that both have touched clashes, unless they wrote the same, and the others stay as saved all the same", () => {
  const saved = { name: "Ada Example", organisation: "Union", note: "Paid" }
  expect(mergeDetails(saved, former, { ...former, note: "Has not paid" })).toEqual({ merged: { ...saved, note: "Has not paid" }, isClash: true })
  expect(mergeDetails(saved, former, { ...former, note: "Paid" })).toEqual({ merged: saved, isClash: false })
})
