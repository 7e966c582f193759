import { expect, test } from "vitest"
import { db } from "@/lib/db/client"
import { removePerson, setRole } from "@/lib/team/mutations"
import { makeOwner } from "../support/organiser"
import { inItsOwnDatabase, startAfresh } from "../support/people"
import { rewrite } from "../support/rewrite"
import { untilSeen } from "../support/until"

inItsOwnDatabase()

const rounds = 25

/** Two owners who each make the other less, or remove them, at the same moment. Returns how often nobody was left. */
async function fights(): Promise<number> {
  let ownerless = 0
  for (let round = 0; round < rounds; round += 1) {
    await startAfresh()
    const [one, other] = [await makeOwner(), await makeOwner()]
    const strike = round % 2 === 0 ? setRole(one, other.id, "viewer") : removePerson(one, other.id)
    // Whoever was removed meanwhile cannot be written down as the one who did it: that act fails as a whole.
    await Promise.allSettled([strike, setRole(other, one.id, "organiser")])
    const left = await db().user.count({ where: { role: "owner" } })
    if (left === 0) ownerless += 1
    else expect(left).toBe(1)
  }
  return ownerless
}

test("of two owners who make each other less at the same moment one stays", async () => {
  expect(await fights()).toBe(0)
})

test("without the lock both go, and the story notices", async () => {
  const restore = await rewrite("has_another_owner", (source) => source.replace(" for update", ""))
  await untilSeen(async () => (await fights()) > 0)
  await restore()
  expect(await fights()).toBe(0)
})
