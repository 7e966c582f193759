import type { AddressInfo } from "node:net"
import { createServer, type Server } from "node:net"
import { SMTPServer } from "smtp-server"
import { afterEach, describe, expect, test } from "vitest"
import { db, query } from "@/lib/db/client"
import { noteTrouble } from "@/lib/deliveries/server"
import { confirmTest, sendTest } from "@/lib/deliveries/test-mail"
import { provide } from "@/lib/env"
import { getDeskEvent } from "@/lib/events/desk"
import { greet } from "@/lib/mail/greet"
import { openLink } from "@/lib/readiness/mutations"
import { getReadiness } from "@/lib/readiness/queries"
import { cancel } from "@/lib/registrations/mutations"
import { listSuspicious } from "@/lib/registrations/suspicious"
import { find, makeEvent, numbers, postRound, press, reread } from "../support/people"
import { organiser, save, sixPeople, smtp, withTheDesk } from "../support/sending"
import { inTime } from "../support/until"

withTheDesk()
afterEach(() => provide({ SMTP_URL: smtp.url }))

const portOf = (server: { address: () => AddressInfo | string | null }) => {
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("it does not listen")
  return address.port
}
const listening = (server: Server) => new Promise<number>((resolve) => server.listen(0, "127.0.0.1", () => resolve(portOf(server))))

describe("the greeting", () => {
  test("tells where it knocked and what the server said, and takes leave", async () => {
    const { letsUsIn, server, words } = await greet()
    expect({ letsUsIn, server }).toEqual({ letsUsIn: true, server: smtp.url.replace("smtp://", "") })
    expect(words).toMatch(/^250 /)
    expect(smtp.attempts).toEqual([])
  })

  test("signs in where that is configured, and shows the refusal when the password is wrong", async () => {
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, say) =>
        password === "right" ? say(null, { user: username }) : say(new Error("Invalid password for this mailbox")),
    })
    server.on("error", () => undefined)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const port = portOf(server.server)
    provide({ SMTP_URL: `smtp://us:right@127.0.0.1:${port}` })
    expect(await greet()).toMatchObject({ letsUsIn: true, words: expect.stringMatching(/^235/) })
    provide({ SMTP_URL: `smtp://us:wrong@127.0.0.1:${port}` })
    expect(await greet()).toMatchObject({ letsUsIn: false, words: expect.stringMatching(/^535 .*Invalid password for this mailbox/) })
    await new Promise<void>((resolve) => server.close(resolve))
  })

  test("gives up when nobody listens, when the server is silent, and when it refuses us", async () => {
    provide({ SMTP_URL: "smtp://127.0.0.1:9" })
    expect(await greet()).toMatchObject({ letsUsIn: false, server: "127.0.0.1:9", words: expect.stringContaining("ECONNREFUSED") })

    const silent = createServer(() => undefined)
    provide({ SMTP_URL: `smtp://127.0.0.1:${await listening(silent)}` })
    expect(await inTime(2000, greet(700))).toMatchObject({ letsUsIn: false, words: "It did not answer within 0.7 seconds." })
    silent.close()

    const closed = createServer((socket) => socket.end("554 5.7.1 No mail from your network\r\n"))
    provide({ SMTP_URL: `smtp://127.0.0.1:${await listening(closed)}` })
    expect(await greet()).toMatchObject({ letsUsIn: false, words: expect.stringContaining("554 5.7.1 No mail from your network") })
    closed.close()
  })
})

describe("mistyped addresses", () => {
  test("are those of people who still have a place or wait for one, with their addresses", async () => {
    const [event, other] = [await makeEvent({ capacity: 7, waitingList: true }), await makeEvent()]
    for (const number of numbers(5)) await press(event, `p${number}@uni-town.example`)
    for (const email of ["One@Gmial.com", "two@gmial.com", "line@uni-twon.example"]) await press(event, email)
    await press(event, "gone@hotmial.com")
    await press(other, "other@gmial.com")
    await cancel((await find(event, "gone@hotmial.com")).id)
    expect(await listSuspicious(organiser, event.id)).toEqual([
      { domain: "gmial.com", likely: "gmail.com", people: 2, emails: ["two@gmial.com", "One@Gmial.com"] },
      { domain: "uni-twon.example", likely: "uni-town.example", people: 1, emails: ["line@uni-twon.example"] },
    ])
    expect(await listSuspicious(organiser, (await makeEvent()).id)).toEqual([])
  })

  test("of many people are shown ten at a time", async () => {
    const event = await makeEvent()
    for (const number of numbers(12)) await press(event, `p${number}@gmial.com`)
    expect(await listSuspicious(organiser, event.id)).toEqual([expect.objectContaining({ people: 12, emails: expect.objectContaining({ length: 10 }) })])
  })
})

describe("opening the link", () => {
  test("is remembered with its version, and written into the audit", async () => {
    const event = await makeEvent()
    expect(await openLink(organiser, event.id)).toBeNull()
    await save(event, 1)
    expect(await openLink(organiser, event.id)).toBe("https://webinar.example/j/1")
    expect((await reread(event)).linkOpenedVersion).toBe(1)
    await save(event, 2)
    expect((await reread(event)).linkOpenedVersion).toBe(1)
    expect(await openLink(organiser, event.id)).toBe("https://webinar.example/j/2")
    const entries = await db().auditEntry.findMany({ where: { eventId: event.id, act: "link opened" }, orderBy: { at: "asc" } })
    expect(entries.map(({ userId, detail }) => ({ userId, detail }))).toEqual([1, 2].map((version) => ({ userId: organiser.id, detail: { version } })))
  })
})

test("an event becomes ready step by step", async () => {
  const event = await sixPeople()
  const toMend = async () => {
    const found = await getDeskEvent(organiser, event.id)
    if (!found) throw new Error("the event is gone")
    return (await getReadiness(organiser, found)).filter(({ state }) => state === "no").map(({ title }) => title)
  }
  expect(await toMend()).toEqual(["The link", "The link was tried", "The mailer", "The test mail"])
  await query(`insert into "WorkerHeartbeat" (worker, host) values ('the post', 'here')`)
  await save(event, 1)
  expect(await toMend()).toEqual(["The link was tried", "The test mail"])
  await openLink(organiser, event.id)
  await sendTest(organiser, event.id)
  await postRound()
  await confirmTest(organiser, event.id)
  expect(await toMend()).toEqual([])
  await noteTrouble({ stage: "sender", code: 550, reply: "550 blocked" }, "00000000-0000-4000-8000-000000000000", true)
  expect(await toMend()).toEqual(["The mail server"])
})
