import { beforeAll, beforeEach, expect, test } from "vitest"
import { openHall, places, posts, width } from "../support/hall"
import { inParallel, post } from "../support/posts"
import { full } from "../support/size"
import { sql } from "../support/sql"

const again = full(300, 1000)
let hall: Awaited<ReturnType<typeof openHall>>

beforeAll(async () => {
  hall = await openHall()
})
beforeEach(() => hall.empty())

test(`${posts} people press for ${places} places, ${width} at once: exactly ${places} are registered, and everybody gets an answer`, async () => {
  const crowd = await hall.everybodyPresses()
  console.log(`${posts} posts for ${places} places: ${crowd.registered} registered, answers ${JSON.stringify(crowd.statuses)}`)
  expect(crowd).toEqual({ statuses: { 303: posts }, registered: places, letters: places })
})

test(`the same address ${again} times at once, in other case, spaces and forms, is one registration and one confirmation, and every answer is alike`, async () => {
  const typed = "zoe@bücher.example"
  const spellings = [typed.normalize("NFC"), typed.normalize("NFD"), ` ${typed} `, "Zoe@BÜCHER.example", "ZOE@xn--bcher-kva.EXAMPLE"]
  const answers = await inParallel(again, 200, async (index) => {
    const answer = await post(`${hall.site.url}/events/wes-session-repeat/registrations`, {
      name: "Zoë Example",
      email: spellings[index % spellings.length] ?? "",
    })
    const headers = [...answer.headers].filter(([header]) => header !== "date")
    return JSON.stringify([answer.status, headers, await answer.text()])
  })
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain("/events/wes-session-repeat/registered")
  const kinds = await sql<{ kind: string; count: number }>(
    hall.database,
    `select kind, count(*)::int as count from "Delivery" where "registrationId" is not null group by 1 order by 1`,
  )
  const people = await sql(hall.database, `select "emailKey" from "Registration"`)
  console.log(`${again} posts of one address: ${people.length} row, letters ${JSON.stringify(kinds)}`)
  expect(people).toEqual([{ emailKey: "zoe@xn--bcher-kva.example" }])
  expect(kinds.find(({ kind }) => kind === "confirmation")?.count).toBe(1)
  expect(kinds.find(({ kind }) => kind === "already")?.count ?? 0).toBeLessThanOrEqual(1)
})
