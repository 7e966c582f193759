import { beforeAll, expect, test } from "vitest"
import type { Owner } from "@/lib/auth/organiser"
import { db } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { removePerson, setRole } from "@/lib/team/mutations"
import { setDeadlockTimeout } from "../support/database"
import { makeOwner } from "../support/organiser"
import { inItsOwnDatabase, numbers, startAfresh } from "../support/people"
import { untilSeen } from "../support/until"
import { without } from "../support/without"

inItsOwnDatabase()
// Without the lock most of the fights are deadlocks, and few of the others leave nobody.
beforeAll(() => setDeadlockTimeout(settings().DATABASE_URL ?? "", "10ms"))

type Strike = (owner: Owner, id: string) => Promise<unknown>
const makeViewer: Strike = (owner, id) => setRole(owner, id, "viewer")

/** Two owners strike at each other at the same moment. Returns whether nobody was left. */
async function bothGo(strike: Strike): Promise<boolean> {
  await startAfresh()
  const [one, other] = [await makeOwner(), await makeOwner()]
  // Whoever was removed meanwhile cannot be written down as the one who did it: that act fails as a whole.
  await Promise.allSettled([strike(one, other.id), makeViewer(other, one.id)])
  const left = await db().user.count({ where: { role: "owner" } })
  expect(left).toBeLessThan(2)
  return left === 0
}

test("of two owners who make each other less, or of whom one removes the other, at the same moment one stays", async () => {
  for (const round of numbers(25)) expect(await bothGo(round % 2 === 0 ? makeViewer : removePerson)).toBe(false)
})

test("without the lock both go, and the story notices", async () => {
  await without(settings().DATABASE_URL ?? "", "has_another_owner", "takes turns")
  await untilSeen(() => bothGo(makeViewer), 500)
})
