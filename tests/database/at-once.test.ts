import { describe, expect, test } from "vitest"
import { query, type Run, transaction } from "@/lib/db/client"
import { claim, renewLeases } from "@/lib/deliveries/claims"
import { sweep } from "@/lib/deliveries/due"
import { markData } from "@/lib/deliveries/ledger"
import { saveJoinDetails } from "@/lib/events/join-details"
import { createEvent, lockAddresses } from "@/lib/events/making"
import { joinDetailsSchema, newEventSchema } from "@/lib/events/schema"
import { sendMessage } from "@/lib/messages/mutations"
import { sendSchema } from "@/lib/messages/schema"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { removeQuestion } from "@/lib/questions/mutations"
import { questionsOf } from "@/lib/questions/rules"
import { changeDetails } from "@/lib/registrations/desk"
import { recordJoin } from "@/lib/registrations/mutations"
import { changeOwnDetails } from "@/lib/registrations/own-details"
import { detailsSchema } from "@/lib/registrations/schema"
import { find, letters, mailGoes, makeEvent, minute, numbers, person, press, registerPeople, reread, story, timePasses } from "../support/people"
import { organiser, release, save, sixPeople, withTheDesk } from "../support/sending"
import { until } from "../support/until"

// Two who act in the same moment, the second before the first is done. Each story holds the first one's transaction open.

withTheDesk()

const areWaiting = async (many: number) =>
  (await query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length >= many

/** `second` begins when `first` has written and before it is committed, which it is once `second` waits for it (at `waits` places), or has ended. */
async function meanwhile<T>(first: (run: Run) => Promise<unknown>, second: () => Promise<T>, waits = 1): Promise<T> {
  const { ended } = await transaction(async (run) => {
    await first(run)
    let isOver = false
    const ended = second().finally(() => {
      isOver = true
    })
    ended.catch(() => undefined)
    await until(async () => isOver || areWaiting(waits))
    return { ended }
  })
  return ended
}

const erase = (id: string) => (run: Run) => run("select erase_registration($1)", [id])

describe("somebody who is erased", () => {
  test("and registers again in that moment is registered anew, as a stranger is, and sees no error", async () => {
    const event = await makeEvent()
    await registerPeople(event, 1)
    await mailGoes(event)
    await timePasses(11 * minute)
    const { id } = await find(event, person(1))
    expect(await meanwhile(erase(id), () => press(event, person(1)))).toMatchObject({ answer: "registered" })
    const again = await find(event, person(1))
    expect(again.id).not.toBe(id)
    expect(await story(event, person(1))).toEqual(["confirmation queued"])
    expect((await reread(event)).taken).toBe(1)
  })

  test("and presses Join in that moment leaves nothing, and sees no error", async () => {
    const event = await sixPeople()
    const { id } = await find(event, person(1))
    await meanwhile(erase(id), () => recordJoin(id))
    expect(await query(`select from "Join"`)).toEqual([])
  })

  test("gets no letter that was about to leave, and their address is not written again", async () => {
    const event = await makeEvent()
    await registerPeople(event, 1)
    const [claimed] = await claim("the post", 1)
    if (!claimed) throw new Error("nothing waits")
    const { id } = await find(event, person(1))
    const isMarked = await meanwhile(erase(id), () => markData({ claimed, carriesJoin: false, recipient: person(1) }))
    expect(isMarked).toBe(false)
    expect(await query(`select state, recipient from "Delivery" where kind = 'confirmation'`)).toEqual([{ state: "sending", recipient: null }])
  })

  test("is left out of a message, and the others get it", async () => {
    const event = await sixPeople()
    const { id } = await find(event, person(1))
    const input = { id: crypto.randomUUID(), subject: "Rooms", body: "The room has changed.", audience: "registered", count: "5" }
    expect(await meanwhile(erase(id), () => sendMessage(organiser, event.id, sendSchema.parse(input)))).toBe("sent")
    expect((await letters(event)).filter(({ kind }) => kind === "message")).toHaveLength(5)
  })
})

test("an answer to a question that is removed in that moment is not kept", async () => {
  const question = { id: "11111111-1111-4111-8111-111111111111", kind: "line", label: "Job", hint: "", required: false, choices: [] }
  const event = await makeEvent({ questions: [question] })
  await registerPeople(event, 1)
  const { id, name, email, organisation } = await find(event, person(1))
  const asked = questionsOf(event)
  const input = ownDetailsSchemaOf(asked).parse({ name, email, organisation, [`q.${question.id}`]: "Countess" })
  const lock = (run: Run) => run(`select from "Event" where id = $1 for no key update`, [event.id])
  const done: string[] = []
  const both = async () => {
    const removed = removeQuestion(organiser, event.id, question.id).then(() => done.push("removed"))
    // Whoever waits longest is next.
    await until(() => areWaiting(1))
    const changed = changeOwnDetails(id, input, asked).then(() => done.push("changed"))
    await Promise.all([removed, changed])
  }
  await meanwhile(lock, both, 2)
  expect(done).toEqual(["removed", "changed"])
  expect((await find(event, person(1))).answers).toEqual({})
})

test("events with one title, made at once, each have an address", async () => {
  const input = newEventSchema.parse({
    title: "Spring seminar",
    day: "2030-05-01",
    from: "10:00",
    to: "11:00",
    endDay: "",
    timeZone: "Europe/London",
    capacity: "10",
  })
  await meanwhile(
    async (run) => {
      await lockAddresses(run)
      await run(
        `insert into "Event" (slug, title, "startsAt", "endsAt", "timeZone", capacity) values ('spring-seminar', 'Spring seminar', '2030-05-01', '2030-05-02', 'Europe/London', 10)`,
      )
    },
    () => createEvent(organiser, input),
  )
  await Promise.all(numbers(4).map(() => createEvent(organiser, input)))
  const found = await query<{ slug: string }>(`select slug from "Event" order by slug`)
  expect(found.map(({ slug }) => slug)).toEqual(["spring-seminar", ...numbers(5).map((number) => `spring-seminar-${number + 1}`)])
})

test("a worker looks again at every event but the one that somebody works on, and does not wait for it", async () => {
  const [busy, other] = [await sixPeople(), await makeEvent()]
  for (const event of [busy, other]) {
    await save(event, 1)
    await release(event, 1)
  }
  await query(`update "Event" set "nextDueAt" = null`)
  await meanwhile((run) => run(`select from "Event" where id = $1 for no key update`, [busy.id]), sweep)
  expect([(await reread(busy)).nextDueAt, (await reread(other)).nextDueAt]).toEqual([null, expect.any(Date)])
})

test("a worker's other letters stay its own while somebody writes to one of them", async () => {
  const event = await makeEvent()
  await registerPeople(event, 2)
  const claims = await claim("the post", 2)
  await query(`update "Delivery" set "leaseUntil" = foyer_now() + interval '5 seconds'`)
  await meanwhile(
    (run) => run(`select from "Delivery" where id = $1 for update`, [claims[0]?.id]),
    () => renewLeases(claims),
  )
  const soon = await query<{ id: string }>(`select id from "Delivery" where "leaseUntil" < foyer_now() + interval '6 seconds'`)
  expect(soon.map(({ id }) => id)).toEqual([claims[0]?.id])
})

describe("two organisers with the same form", () => {
  const details = (fields: Record<string, string>) => joinDetailsSchema.parse({ joinUrl: "https://webinar.example/j/1", ...fields })

  test("do not bring an old link back by mending its passcode", async () => {
    const event = await makeEvent()
    expect(await saveJoinDetails(organiser, event.id, details({ version: "0" }))).toBe("saved")
    expect(await saveJoinDetails(organiser, event.id, details({ version: "1", joinUrl: "https://webinar.example/j/2" }))).toBe("saved")
    expect(await saveJoinDetails(organiser, event.id, details({ version: "1", passcode: "482913" }))).toBe("edited")
    expect(await reread(event)).toMatchObject({ joinUrl: "https://webinar.example/j/2", passcode: null, joinVersion: 2 })
    // Who has typed the same has nothing to hear.
    expect(await saveJoinDetails(organiser, event.id, details({ version: "1", joinUrl: "https://webinar.example/j/2" }))).toBe("saved")
    expect(await saveJoinDetails(organiser, event.id, details({ version: "2", passcode: "482913" }))).toBe("saved")
    expect(await reread(event)).toMatchObject({ joinUrl: "https://webinar.example/j/1", passcode: "482913", joinVersion: 3 })
  })

  test("keep what the other wrote of a person in another field, and hear of it when it was the same field", async () => {
    const event = await makeEvent()
    await registerPeople(event, 1)
    const { id, name } = await find(event, person(1))
    const former = { name, organisation: "", note: "", formerName: name, formerOrganisation: "", formerNote: "" }
    const change = (fields: Record<string, string>) => changeDetails(organiser, event.id, id, detailsSchema.parse({ ...former, ...fields }))
    expect(await change({ note: "Paid" })).toBe("saved")
    expect(await change({ organisation: "Union" })).toBe("saved")
    expect(await find(event, person(1))).toMatchObject({ name, organisation: "Union", note: "Paid" })
    expect(await change({ organisation: "Club", note: "Has not paid" })).toBe("edited")
    expect(await find(event, person(1))).toMatchObject({ organisation: "Union", note: "Paid" })
    expect(await change({ note: "Paid" })).toBe("saved")
    expect(await change({ note: "Has not paid", formerNote: "Paid" })).toBe("saved")
    expect(await find(event, person(1))).toMatchObject({ organisation: "Union", note: "Has not paid" })
  })
})
