import { kinds, nearTheStart } from "./rules"

// Who is owed which letter, as SQL: each statement inserts the rows that are due and missing, for the people of one piece of one event.
// $1 the event, $2 and $3 the ids between which the piece lies ($3 null: to the end), $4 the minutes of the reminder that is due.

export type DueEvent = {
  /** Published, and not over. */
  isOn: boolean
  isCancelled: boolean
  isOver: boolean
  isReleased: boolean
  hasMoved: boolean
  hasRecording: boolean
  /** Minutes before the start of the reminder whose time has come. */
  offset: number | null
}

const columns = `(key, kind, "eventId", "registrationId", round, urgency, sequence, "minutesBefore", state, reason)`
const people = (statuses: string) =>
  `"Event" e join "Registration" r on r."eventId" = e.id and r.id > $2 and ($3::uuid is null or r.id <= $3) and r.status in (${statuses})`
const hasNoRow = (key: string) => `not exists (select from "Delivery" k where k.key = ${key})`
/** Closer to the start than three hours, nothing of an event may wait behind others. */
const hurried = (urgency: number) => `case when e."startsAt" - foyer_now() < interval '3 hours' then least(${nearTheStart}, ${urgency}) else ${urgency} end`
/** Why the row is written withheld, as SQL; the first reason counts. */
const outcome = (...reasons: string[]) =>
  `case when coalesce(${reasons.join(", ")}) is null then 'queued' else 'withheld' end::"DeliveryState", coalesce(${reasons.join(", ")})`
const bounced = `case when r."bouncedAt" is not null then 'bounced address' end`
const stopped = `case when r."mailStoppedAt" is not null then 'stopped by the person' end`

/** The key of the joining letter of a registration `r` at a version. */
export const joinKey = (version: string) => `'join:' || r.id || ':r' || r.round || ':v' || ${version}`
const reminderKey = `'reminder:' || r.id || ':r' || r.round || ':s' || e.sequence || ':' || $4::int`
const movedKey = `'moved:' || r.id || ':r' || r.round || ':s' || e.sequence`
const cancelledKey = `'event-cancelled:' || r.id || ':r' || r.round || ':s' || e.sequence`
const afterKey = `'after:' || r.id || ':r' || r.round`

/** True for a change of address `c` that still counts: no newer one was asked for, and it was not taken back. */
export const stillWished = `(c."voidedAt" is null and not exists (
  select from "AddressChange" n where n."registrationId" = c."registrationId" and (n."createdAt", n.id) > (c."createdAt", c.id)))`

/** The letters that carry released details while they wait: each is written from the newest. */
export const carriers = `'confirmation', 'join', 'moved'`

/**
 * True for a registration `r` of an event `e` that has no letter, sent or on its way, with version `version` of the join details, and for which none was given up.
 * A row not yet sent will carry the newest version, unless a move has made it stale; one whose body has left carries what it says.
 */
export const lacksVersion = (version: string) => `
  not exists (
    select from "Delivery" d
    where d."registrationId" = r.id and d.round = r.round
      and (d.state in ('data', 'sent') and d."joinVersion" >= ${version} or d.kind in (${carriers}) and d.state in ('queued', 'sending') and (d.sequence is null or d.sequence = e.sequence))
  ) and ${hasNoRow(joinKey(version))}`

/**
 * True for a registration `r` that holds version `version` of the join details: a letter with them was taken, by an address that has not bounced since,
 * or an organiser sent them by hand.
 */
export const holdsVersion = (version: string) => `
  exists (
    select from "Delivery" d
    where d."registrationId" = r.id and d.round = r.round and d.state = 'sent' and d."joinVersion" >= ${version} and (r."bouncedAt" is null or d.reason = 'by hand')
  )`

/** The reminder goes once for each time of the event, also when it was moved and moved back; and not to whoever has just read the confirmation. */
const wasReminded = `exists (
  select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind = 'reminder' and d."minutesBefore" = $4::int
    and d.state in ('data', 'sent') and d."toldStartsAt" = e."startsAt")`
const justConfirmed = `case when exists (
  select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind = 'confirmation'
    and (d.state in ('queued', 'sending', 'data') or d."sentAt" > foyer_now() - interval '12 hours')
) then 'confirmed less than 12 hours before' end`

const joinsNow = `case when exists (
  select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind = 'join'
    and (d.state in ('queued', 'sending', 'data') or d."sentAt" > foyer_now() - interval '10 minutes')
) then 'the joining details go at the same time' end`

/** The last letter that a person has told them other times than the event has now. Whoever was told nothing yet reads the new times first. */
const wasToldOtherwise = `(
  select ("toldStartsAt", "toldEndsAt") is distinct from (e."startsAt", e."endsAt") from "Delivery" d
  where d."registrationId" = r.id and d.round = r.round and d.state in ('data', 'sent') and d."toldStartsAt" is not null
  order by coalesce(d."sentAt", 'infinity') desc limit 1)`

export const owing: { applies: (event: DueEvent) => boolean; statement: string }[] = [
  {
    applies: ({ isOn, hasMoved }) => isOn && hasMoved,
    statement: `insert into "Delivery" ${columns}
      select ${movedKey}, 'moved', e.id, r.id, r.round, ${hurried(kinds.moved.urgency)}, e.sequence, null, ${outcome(bounced)}
      from ${people("'registered', 'waiting', 'offered'")}
      where e.id = $1 and ${wasToldOtherwise} and ${hasNoRow(movedKey)}`,
  },
  {
    applies: ({ isCancelled }) => isCancelled,
    statement: `insert into "Delivery" ${columns}
      select ${cancelledKey}, 'event-cancelled', e.id, r.id, r.round, ${hurried(kinds["event-cancelled"].urgency)}, e.sequence, null, ${outcome(bounced)}
      from ${people("'registered', 'waiting', 'offered'")}
      where e.id = $1 and ${hasNoRow(cancelledKey)}`,
  },
  {
    applies: ({ isOn, isReleased }) => isOn && isReleased,
    statement: `insert into "Delivery" ${columns}
      select ${joinKey('e."joinReleasedVersion"')}, 'join', e.id, r.id, r.round, ${hurried(kinds.join.urgency)}, null, null, ${outcome(bounced)}
      from ${people("'registered'")}
      where e.id = $1 and ${lacksVersion('e."joinReleasedVersion"')}`,
  },
  {
    applies: ({ isOn, offset }) => isOn && offset !== null,
    statement: `insert into "Delivery" ${columns}
      select ${reminderKey}, 'reminder', e.id, r.id, r.round, ${kinds.reminder.urgency}, e.sequence, $4::int, ${outcome(bounced, stopped, justConfirmed, joinsNow)}
      from ${people("'registered'")}
      where e.id = $1 and ${hasNoRow(reminderKey)} and not ${wasReminded}`,
  },
  {
    applies: ({ isOver, hasRecording }) => isOver && hasRecording,
    statement: `insert into "Delivery" ${columns}
      select ${afterKey}, 'after', e.id, r.id, r.round, ${kinds.after.urgency}, null, null, ${outcome(bounced, stopped)}
      from ${people("'registered'")}
      where e.id = $1 and ${hasNoRow(afterKey)}`,
  },
]
