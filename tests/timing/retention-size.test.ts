import { expect, test } from "vitest"
import { db, query, transaction } from "@/lib/db/client"
import { deleteEvent } from "@/lib/retention/delete"
import { countsSchema } from "@/lib/retention/rules"
import { day, enrolMany, inItsOwnDatabase, makeEvent } from "../support/people"
import { full } from "../support/size"
import { pause } from "../support/until"

// The deletion of a very large event, while others want its row.

inItsOwnDatabase()
const people = full(10_000, 100_000)

test("a large event is deleted in pieces: whoever wants its row meanwhile waits for one of them at most", async () => {
  const event = await makeEvent({ startsIn: -40 * day, retentionDays: 30, capacity: people, taken: people })
  await enrolMany(event, people, { answers: `'{"q": "an answer"}'` })
  await query(
    `insert into "Delivery" (key, kind, "eventId", "registrationId", urgency, state, recipient)
     select kind || id, kind, "eventId", id, 10, 'sent', email from "Registration", unnest(array['confirmation', 'join', 'reminder']) kind`,
  )
  await query(`insert into "Join" ("registrationId") select id from "Registration"`)
  await query("analyze")
  let isOver = false
  const waits: number[] = []
  const probe = async () => {
    while (!isOver) {
      const began = performance.now()
      await transaction((run) => run(`select from "Event" where id = $1 for no key update`, [event.id]))
      waits.push(performance.now() - began)
      await pause(10)
    }
  }
  const probing = probe()
  const began = performance.now()
  await deleteEvent(event.id)
  const seconds = (performance.now() - began) / 1000
  isOver = true
  await probing
  const longest = Math.max(...waits)
  console.log(
    `${people.toLocaleString("en-GB")} people deleted in ${seconds.toFixed(1)} s; ${waits.length} others took the row, the longest wait was ${longest.toFixed(0)} ms`,
  )
  const [receipt] = await db().deletion.findMany({ where: { eventId: event.id } })
  const letters = Object.fromEntries(["confirmation", "join", "reminder"].map((kind) => [`letters.${kind}.sent`, people]))
  expect(countsSchema.parse(receipt?.counts)).toEqual({ "people.registered": people, answered: people, joins: people, ...letters })
  expect(longest).toBeLessThan(3000)
}, 600_000)
