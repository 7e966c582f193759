import { expect, test } from "vitest"
import { eventsFor, type Role, roleFor, suffices } from "@/lib/auth/rules"

const roles = (everywhere: Role | null, events: [string, "organiser" | "viewer"][] = []) => ({ everywhere, events: new Map(events) })

test("each role may do what those below it may, and nobody without a role may do anything", () => {
  const order = ["viewer", "organiser", "owner"] as const
  for (const held of order)
    for (const needed of order) expect([held, needed, suffices(held, needed)]).toEqual([held, needed, order.indexOf(held) >= order.indexOf(needed)])
  for (const needed of order) expect(suffices(null, needed)).toBe(false)
})

test("for an event the stronger of the two roles counts", () => {
  const both = roles("viewer", [
    ["autumn", "organiser"],
    ["spring", "viewer"],
  ])
  expect(["autumn", "spring", "summer"].map((event) => roleFor(both, event))).toEqual(["organiser", "viewer", "viewer"])
  expect(roleFor(roles("owner", [["autumn", "viewer"]]), "autumn")).toBe("owner")
  expect(["autumn", "spring"].map((event) => roleFor(roles(null, [["autumn", "viewer"]]), event))).toEqual(["viewer", null])
})

test("a word that every object knows is no event", () => {
  for (const word of ["constructor", "__proto__", "toString"]) expect(roleFor(roles(null), word)).toBeNull()
})

test("a permission names its events; all of them, those to come included, are null", () => {
  const both = roles("viewer", [
    ["autumn", "organiser"],
    ["spring", "viewer"],
  ])
  expect([eventsFor(both, "viewer"), eventsFor(both, "organiser"), eventsFor(both, "owner")]).toEqual([null, ["autumn"], []])
  expect(eventsFor(roles(null, [["autumn", "viewer"]]), "viewer")).toEqual(["autumn"])
  expect(eventsFor(roles("organiser"), "organiser")).toBeNull()
})
