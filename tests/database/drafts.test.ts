import { expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { deleteOldDrafts, getDraft, saveDraft } from "@/lib/drafts"
import { inItsOwnDatabase, minute, timePasses } from "../support/people"

inItsOwnDatabase()

const typed = { name: "Ada", email: "ada@example", organisation: "“Trade” & <Union>" }
const kept = () => query(`select id from "Draft"`)

test("what somebody typed into a refused form comes back for a quarter of an hour, and is then forgotten", async () => {
  const id = await saveDraft("registration", typed)
  expect(await getDraft("registration", id)).toEqual(typed)
  await timePasses(14 * minute)
  await deleteOldDrafts()
  expect(await getDraft("registration", id)).toEqual(typed)
  await timePasses(1 * minute)
  expect(await getDraft("registration", id)).toBeNull()
  expect(await kept()).toHaveLength(1)
  await deleteOldDrafts()
  expect(await kept()).toEqual([])
})

test("it does not come back in another form", async () => {
  const id = await saveDraft("registration", typed)
  expect(await getDraft("lost-link", id)).toBeNull()
})

test.each([undefined, "", "1", "not a uuid", "' or true --", "\0", "00000000-0000-0000-0000-000000000000"])("nothing comes back for the id %j", async (id) => {
  expect(await getDraft("registration", id)).toBeNull()
})

test("a crash of the database may forget drafts: they are not worth a write to disk", async () => {
  expect(await query(`select relpersistence as kind from pg_class where relname = 'Draft'`)).toEqual([{ kind: "u" }])
})
