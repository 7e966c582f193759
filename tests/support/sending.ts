import { afterAll, beforeAll, beforeEach, expect } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { countAudience } from "@/lib/deliveries/audience"
import { getProgress } from "@/lib/deliveries/progress"
import { provide } from "@/lib/env"
import { releaseJoinDetails, saveJoinDetails } from "@/lib/events/join-details"
import { joinDetailsSchema } from "@/lib/events/schema"
import { makeOrganiser } from "./organiser"
import { type Event, inItsOwnDatabase, makeEvent, postRound, registerPeople, reread, startAfresh } from "./people"
import { type Smtp, startSmtp } from "./smtp"

// The desk and the far end of the post, for the stories about link and passcode. Each file has its own.

export let smtp: Smtp
export let organiser: Organiser

/** A database, a mail server and an organiser, new for each story. */
export function withTheDesk(): void {
  inItsOwnDatabase()
  beforeAll(async () => {
    smtp = await startSmtp()
    provide({ SMTP_URL: smtp.url })
  })
  beforeEach(async () => {
    smtp.forget()
    await startAfresh()
    organiser = await makeOrganiser()
  })
  afterAll(() => smtp.stop())
}

/** The organiser saves the link of this version. */
export async function save(event: Event, version: number) {
  const { joinVersion } = await reread(event)
  const input = { joinUrl: `https://webinar.example/j/${version}`, passcode: `pass-${version}`, version: String(joinVersion) }
  return saveJoinDetails(organiser, event.id, joinDetailsSchema.parse(input))
}

/** The organiser has tested, and releases. */
export async function release({ id }: { id: string }, version: number) {
  await query(
    `insert into "Delivery" (key, kind, "eventId", "userId", urgency, state) select 'test:' || id, 'test', id, $2, 5, 'sent' from "Event" where id = $1
     on conflict do nothing`,
    [id, organiser.id],
  )
  return releaseJoinDetails(organiser, id, version)
}

/** The N of "Send to N people". */
export const countToSend = async (eventId: string) => (await countAudience(organiser, eventId)).willGet

/** What an address was mailed, in order. "1": the link of version 1; "-": none. */
export const linksTo = (address: string) => smtp.to(address).map(({ mail }) => /webinar\.example\/j\/(\d+)/.exec(mail.text ?? "")?.[1] ?? "-")

/** What the desk shows, without the noughts. Throws when it says that it adds up and it does not. */
export async function progress(event: Event) {
  const found = await getProgress(event.id)
  if (!found) return null
  const { registered, addsUp, ...parts } = found
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0) === registered).toBe(addsUp)
  return { registered, addsUp, ...Object.fromEntries(Object.entries(parts).filter(([, count]) => count > 0)) }
}

/** Six people are registered and have their confirmation. */
export async function sixPeople(facts: Parameters<typeof makeEvent>[0] = {}): Promise<Event> {
  const event = await makeEvent(facts)
  await registerPeople(event, 6)
  await postRound()
  return event
}
