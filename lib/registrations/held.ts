import { answersInWords } from "@/lib/answers/rules"
import { answersSchema } from "@/lib/answers/schema"
import type { Event } from "@/lib/db/client"
import { query } from "@/lib/db/client"
import { deletionDate } from "@/lib/events/rules"
import { readNotice } from "@/lib/privacy/queries"
import { questionsOf } from "@/lib/questions/rules"
import type { Attendance } from "./queries"

// Everything that the site holds about one person, for themselves.

type Letter = {
  kind: string
  owedAt: Date
  sentAt: Date | null
  /** null: it has not been on its way yet. */
  to: string | null
  state: string
  reason: string | null
  smtpCode: number | null
  smtpReply: string | null
}
type AskedAddress = { from: string; to: string; askedAt: Date; provenAt: Date | null }
/** What an organiser did that was written down with this registration; who it was is about somebody else. */
type OrganisersAct = { at: Date; act: string; detail: Record<string, unknown> }

export type Held = Awaited<ReturnType<typeof readHeld>>

/** What is held about the person behind a personal link, with the words of the event's questions. */
export async function readHeld(person: Attendance) {
  const [letters, joins, addressChanges, acts, privacyNotice] = await Promise.all([
    query<Letter>(
      `select d.kind, d."createdAt" as "owedAt", d."sentAt", d.state, d.reason, d."smtpCode", d."smtpReply",
         coalesce(d.recipient, case d.kind when 'address-proof' then c.email when 'address-changed' then c."oldEmail" end) as "to"
       from "Delivery" d left join "AddressChange" c on c.id = d."addressChangeId"
       where d."registrationId" = $1 order by d."createdAt", d.key`,
      [person.id],
    ),
    query<{ at: Date }>(`select at from "Join" where "registrationId" = $1 order by at, id`, [person.id]),
    query<AskedAddress>(
      `select "oldEmail" as "from", email as "to", "createdAt" as "askedAt", "provenAt" from "AddressChange" where "registrationId" = $1 order by "createdAt", id`,
      [person.id],
    ),
    query<OrganisersAct>(
      `select at, act, detail - 'registration' as detail from "AuditEntry" where "eventId" = $1
         and (detail ->> 'registration' = $2 or detail ->> 'delivery' in (select id::text from "Delivery" where "registrationId" = $2::uuid)) order by at, id`,
      [person.eventId, person.id],
    ),
    readNotice(person.eventId, person.noticeEdition),
  ])
  return {
    session: { title: person.event.title, startsAt: person.event.startsAt, endsAt: person.event.endsAt },
    deletedByItselfAt: deletionDate(person.event),
    registration: registrationOf(person),
    answers: answersOf(person.event, person.answers),
    letters,
    joins: joins.map(({ at }) => at),
    addressChanges,
    organisersActs: acts,
    /** As it read when they came onto the list. */
    privacyNotice,
  }
}

/** Every column of the row but the event's and the answers, which have their words. */
function registrationOf({ event: _, eventId: __, now: ___, answers: ____, toldBefore: _____, ...registration }: Attendance) {
  return registration
}

const notAsked = "A question that is no longer asked"

/** Each answer with the words of its question. Those to questions that are no longer asked are held too. */
function answersOf(event: Pick<Event, "questions">, answers: unknown): { question: string; answer: string }[] {
  const questions = questionsOf(event)
  const gone = Object.keys(answersSchema.catch({}).parse(answers))
    .filter((id) => !questions.some((question) => question.id === id))
    .map((id) => ({ id, label: notAsked }))
  return answersInWords([...questions, ...gone], answers).map(({ label, words }) => ({ question: label, answer: words }))
}
