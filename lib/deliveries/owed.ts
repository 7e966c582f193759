import { type Event, prepared, query, type Registration } from "@/lib/db/client"
import type { Claim } from "./claims"
import { stillWished } from "./owing"
import { type AttendeeKind, isAttendeeKind } from "./rules"
import { together } from "./together"

// A row carries ids. Whoever writes its letter looks here at the world as it is now.

/** What letters say of an event: all of it but the long texts that no letter carries. */
const eventColumns = [
  "id",
  "slug",
  "title",
  "summary",
  "host",
  "startsAt",
  "endsAt",
  "timeZone",
  "status",
  "joinUrl",
  "passcode",
  "joinInstructions",
  "joinVersion",
  "joinReleasedVersion",
  "joinReleaseAt",
  "sequence",
  "recordingUrl",
  "retentionDays",
  "replyTo",
  "updatedAt",
] as const
const eventSelect = eventColumns.map((column) => `"${column}"`).join(", ")
export type LetterEvent = Pick<Event, (typeof eventColumns)[number]>

export type OwedToAttendee = {
  kind: AttendeeKind
  key: string
  round: number
  sequence: number | null
  now: Date
  registration: Registration
  event: LetterEvent
  /** The newest version of the join details that the person was mailed in this round. null: none. */
  heldVersion: number | null
  /** The times that the last letter told the person. null: none was told. */
  told: { startsAt: Date; endsAt: Date } | null
  /** The change of address that the letter is about. null: it is about none. */
  change: { id: string; email: string; oldEmail: string; askedAt: Date; isStillWished: boolean } | null
  /** An organiser's own message. */
  message: { subject: string; body: string } | null
}

/** An event as letters see it. undefined: there is none. */
export async function readLetterEvent(id: string): Promise<LetterEvent | undefined> {
  const [event] = await query<LetterEvent>(`select ${eventSelect} from "Event" where id = $1`, [id])
  return event
}

type Row = Registration & {
  now: Date
  delivery: string
  heldVersion: number | null
  toldStartsAt: Date | null
  toldEndsAt: Date | null
  messageSubject: string | null
  messageBody: string | null
  changeId: string | null
  changeTo: string
  changeFrom: string
  changeAskedAt: Date
  isStillWished: boolean
}

/** What a letter to an attendee is written from. null: the registration is gone, or the row is in other hands. */
export const readOwed = together(async (claims: Claim[]): Promise<(OwedToAttendee | null)[]> => {
  const [rows, events] = await Promise.all([
    prepared<Row>(
      "read owed",
      `select d.id as delivery, foyer_now() as now, held.*, m.subject as "messageSubject", m.body as "messageBody",
         c.id as "changeId", c.email as "changeTo", c."oldEmail" as "changeFrom", c."createdAt" as "changeAskedAt",
         ${stillWished} as "isStillWished", r.*
       from unnest($1::uuid[], $2::text[]) as claimed(id, worker)
       join "Delivery" d on d.id = claimed.id and d.worker = claimed.worker
       join "Registration" r on r.id = d."registrationId"
       left join "Message" m on m.id = d."messageId"
       left join "AddressChange" c on c.id = d."addressChangeId"
       cross join lateral (
         select max(o."joinVersion") as "heldVersion", (array_agg(o."toldStartsAt" order by o."sentAt" desc))[1] as "toldStartsAt",
           (array_agg(o."toldEndsAt" order by o."sentAt" desc))[1] as "toldEndsAt"
         from "Delivery" o where o."registrationId" = r.id and o.round = d.round and o.state = 'sent' and o.id <> d.id
       ) held`,
      [claims.map(({ id }) => id), claims.map(({ worker }) => worker)],
    ),
    prepared<LetterEvent>("read letter events", `select ${eventSelect} from "Event" where id = any($1)`, [[...new Set(claims.map(({ eventId }) => eventId))]]),
  ])
  const byId = new Map(rows.map((row) => [row.delivery, row]))
  const eventById = new Map(events.map((event) => [event.id, event]))
  return claims.map((claimed) => {
    const row = byId.get(claimed.id)
    const event = eventById.get(claimed.eventId ?? "")
    return row && event && isAttendeeKind(claimed.kind) ? owedFrom(claimed.kind, claimed, row, event) : null
  })
})

function owedFrom(kind: AttendeeKind, { key, round, sequence }: Pick<Claim, "key" | "round" | "sequence">, row: Row, event: LetterEvent): OwedToAttendee {
  const { now, delivery: _, heldVersion, toldStartsAt, toldEndsAt, messageSubject, messageBody, ...others } = row
  const { changeId, changeTo, changeFrom, changeAskedAt, isStillWished, ...registration } = others
  return {
    kind,
    key,
    round,
    sequence,
    now,
    registration,
    event,
    heldVersion,
    told: toldStartsAt && toldEndsAt ? { startsAt: toldStartsAt, endsAt: toldEndsAt } : null,
    change: changeId === null ? null : { id: changeId, email: changeTo, oldEmail: changeFrom, askedAt: changeAskedAt, isStillWished },
    message: messageSubject !== null && messageBody !== null ? { subject: messageSubject, body: messageBody } : null,
  }
}

/** What a joining letter to this person would be written from if the newest details were released now: for a preview. null: no such person. */
export async function readOwedIfReleased(registrationId: string): Promise<{ owed: OwedToAttendee; deliveryId: string } | null> {
  const [row] = await query<Row & { key: string }>(
    `select k.key, md5(k.key)::uuid as delivery, foyer_now() as now, held.*, null as "messageSubject", null as "messageBody", null as "changeId", r.*
     from "Registration" r join "Event" e on e.id = r."eventId"
     cross join lateral (select 'join:' || r.id || ':r' || r.round || ':v' || e."joinVersion" as key) k
     cross join lateral (
       select max("joinVersion") as "heldVersion", null::timestamptz as "toldStartsAt", null::timestamptz as "toldEndsAt"
       from "Delivery" where "registrationId" = r.id and round = r.round and state = 'sent' and key <> k.key
     ) held
     where r.id = $1`,
    [registrationId],
  )
  const event = row && (await readLetterEvent(row.eventId))
  if (!row || !event?.joinUrl) return null
  const { key, ...rest } = row
  const claim = { key, round: row.round, sequence: null }
  const released = { ...event, joinReleasedVersion: event.joinVersion }
  return { owed: owedFrom("join", claim, rest, released), deliveryId: row.delivery }
}
