import * as addressChanged from "@/emails/address-changed"
import * as addressProof from "@/emails/address-proof"
import * as after from "@/emails/after"
import * as already from "@/emails/already"
import * as cancelled from "@/emails/cancelled"
import * as confirmation from "@/emails/confirmation"
import * as details from "@/emails/details"
import * as eventCancelled from "@/emails/event-cancelled"
import * as joining from "@/emails/joining"
import * as lostLink from "@/emails/lost-link"
import * as message from "@/emails/message"
import * as moved from "@/emails/moved"
import * as offer from "@/emails/offer"
import * as offerEnded from "@/emails/offer-ended"
import type { AttendeeLetter } from "@/emails/parts"
import * as reminder from "@/emails/reminder"
import * as waiting from "@/emails/waiting"
import type { OwedToAttendee } from "@/lib/deliveries/owed"
import type { AttendeeKind } from "@/lib/deliveries/rules"
import { expand } from "@/lib/messages/placeholders"
import { proofHours } from "@/lib/own-details/rules"
import { clockTime, dayAndMonth, howLong, placeOfZone } from "@/lib/time"
import { eventFacts, joinFacts, startTime, whenFacts } from "./facts"
import { slots, type Written } from "./slots"
import { write } from "./templates"

/** A letter whose slots are still open, and what goes with it. */
type Part = {
  written: Promise<Written>
  carriesJoin?: boolean
  calendar?: "REQUEST" | "CANCEL"
}

const facts = ({ event, now }: OwedToAttendee): AttendeeLetter => ({ ...slots, event: eventFacts(event, now) })
const isWaiting = ({ registration }: OwedToAttendee) => registration.status !== "registered"
/** Whoever waits for a place is not told the way in. */
const wayIn = (owed: OwedToAttendee) => (isWaiting(owed) ? null : joinFacts(owed.event))

/** Until when a place is kept for the person. null: none is on offer. */
function offerUntil({ registration: { offeredUntil }, event: { timeZone } }: OwedToAttendee): string | null {
  return offeredUntil && `${dayAndMonth(offeredUntil, timeZone)}, ${clockTime(offeredUntil, timeZone)} ${placeOfZone(timeZone)}`
}

/** Where the person stands, as a sentence, and whether there is a place, or the hope of one, that they could give back. */
function standing(owed: OwedToAttendee): { hasPlace: boolean; words: string } {
  const { event, registration, now } = owed
  if (event.status === "cancelled") return { hasPlace: false, words: "The session is cancelled: it does not take place." }
  if (registration.status === "cancelled")
    return { hasPlace: false, words: registration.cancelledBy === "organiser" ? "The organisers have cancelled your place." : "Your place is cancelled." }
  if (now >= event.endsAt) return { hasPlace: false, words: "The session is over. If there is a recording, your page leads to it." }
  if (registration.status === "waiting") return { hasPlace: true, words: "You are on the waiting list, and your page says where." }
  const until = offerUntil(owed)
  if (until) return { hasPlace: true, words: `A place has become free, and it is kept for you until ${until}. Say yes on your page.` }
  return { hasPlace: true, words: "You are registered." }
}

/** The letter that says where the person stands now. */
function ofToday(owed: OwedToAttendee): AttendeeKind {
  if (owed.registration.status === "offered") return "offer"
  if (isWaiting(owed)) return "waiting"
  return wayIn(owed) ? "join" : "confirmation"
}

/** One letter a kind: a kind without its letter does not compile. */
export const attendeeLetters: Record<AttendeeKind, (owed: OwedToAttendee) => Part> = {
  confirmation: (owed) => {
    const join = wayIn(owed)
    return { written: write("confirmation", confirmation, { ...facts(owed), join }), carriesJoin: join !== null, calendar: "REQUEST" }
  },
  waiting: (owed) => ({ written: write("waiting", waiting, facts(owed)) }),
  offer: (owed) => {
    const until = offerUntil(owed)
    if (!until) throw new Error("a letter about an offer that nobody has")
    return { written: write("offer", offer, { ...facts(owed), until }) }
  },
  "offer-ended": (owed) => ({ written: write("offer-ended", offerEnded, facts(owed)) }),
  already: (owed) => {
    const join = wayIn(owed)
    const props = { ...facts(owed), waiting: isWaiting(owed), offer: offerUntil(owed), join }
    return { written: write("already", already, props), carriesJoin: join !== null }
  },
  cancelled: (owed) => ({
    written: write("cancelled", cancelled, { ...facts(owed), byOrganiser: owed.registration.cancelledBy === "organiser" }),
    calendar: "CANCEL",
  }),
  details: (owed) => ({ written: write("details", details, { ...facts(owed), waiting: isWaiting(owed) }) }),
  "address-proof": (owed) => ({ written: write("address-proof", addressProof, { ...facts(owed), hours: proofHours }) }),
  "address-changed": (owed) => ({ written: write("address-changed", addressChanged, { ...facts(owed), address: owed.change?.email ?? "" }) }),
  "lost-link": (owed) => {
    const { hasPlace, words } = standing(owed)
    const join = hasPlace ? wayIn(owed) : null
    return { written: write("lost-link", lostLink, { ...facts(owed), standing: words, hasPlace, waiting: isWaiting(owed), join }), carriesJoin: join !== null }
  },
  // What the person would get today, once more.
  again: (owed) => attendeeLetters[ofToday(owed)](owed),
  join: (owed) => {
    const join = wayIn(owed)
    if (!join) throw new Error("a joining letter without released join details")
    const changed = owed.heldVersion !== null && owed.heldVersion < owed.event.joinVersion
    return {
      written: write("join", joining, { ...facts(owed), ...startTime(owed.event, owed.now), join, changed }),
      carriesJoin: true,
      calendar: "REQUEST",
    }
  },
  reminder: (owed) => {
    const join = wayIn(owed)
    const ahead = owed.event.startsAt.getTime() - owed.now.getTime()
    const startsIn = ahead > 0 ? howLong(ahead) : null
    return { written: write("reminder", reminder, { ...facts(owed), join, startsIn }), carriesJoin: join !== null }
  },
  moved: (owed) => {
    const join = wayIn(owed)
    const before = owed.told && whenFacts(owed.told, owed.event.timeZone)
    return {
      written: write("moved", moved, { ...facts(owed), join, waiting: isWaiting(owed), before: before && `${before.day}, ${before.time}` }),
      carriesJoin: join !== null,
      ...(!isWaiting(owed) && { calendar: "REQUEST" as const }),
    }
  },
  "event-cancelled": (owed) => ({
    written: write("event-cancelled", eventCancelled, { ...facts(owed), waiting: isWaiting(owed) }),
    ...(!isWaiting(owed) && { calendar: "CANCEL" as const }),
  }),
  after: (owed) => {
    if (!owed.event.recordingUrl) throw new Error("a letter about a recording without its link")
    return { written: write("after", after, { ...facts(owed), recordingUrl: owed.event.recordingUrl }) }
  },
  message: (owed) => {
    if (!owed.message) throw new Error("a message without its text")
    const values = { name: slots.name, page: slots.attendUrl, title: owed.event.title, when: eventFacts(owed.event, owed.now).short }
    const { subject, body } = owed.message
    const cancelled = owed.event.status === "cancelled"
    const written = write("message", message, { ...facts(owed), subject: expand(subject, values), body: expand(body, values), cancelled })
    return { written }
  },
}
