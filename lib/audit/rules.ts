import { labelOf } from "@/lib/deliveries/rules"
import { audienceLabel } from "@/lib/messages/schema"
import { people } from "@/lib/registrations/rules"

// What can be done, and the sentence for it. An act without its sentence does not compile.

/** Reads one fact of an entry, as text. Empty: it has none of that name. */
type Fact = (name: string) => string
type Kind = keyof typeof actKinds
type Words = { kind: Kind; words: (fact: Fact) => string }

/** What acts are about, for the filter. */
export const actKinds = {
  event: "The event",
  content: "Speakers, reading, questions",
  join: "Link and passcode",
  mail: "Mail",
  people: "Registrants",
  export: "Exports",
  team: "The team",
  "sign-in": "Signing in",
} as const
export type ActKind = Kind

const plain = (kind: Kind, sentence: string): Words => ({ kind, words: () => sentence })
const quoted = (kind: Kind, sentence: string, name: string): Words => ({ kind, words: (fact) => `${sentence} “${fact(name)}”` })
const counted = (sentence: string): Words => ({ kind: "mail", words: (fact) => `${sentence}: ${lettersOf(fact("letters"))}` })
const lettersOf = (count: string) => (count === "1" ? "1 letter" : `${Number(count || 0).toLocaleString("en-GB")} letters`)
const crowd = (kind: Kind, sentence: string): Words => ({ kind, words: (fact) => `${sentence}: ${people(Number(fact("people") || 0))}` })
const someone = (sentence: string): Words => ({ kind: "team", words: (fact) => sentence.replace("…", fact("person")) })
/** Entries of the first versions do not say what it was moved from. */
const since = (moment: string) => (moment ? ` from ${dayOf(moment)}` : "")
const dayOf = (moment: string) => moment.replace("T", " ").replace(/:\d\d(\.\d+)?Z$/, " UTC")

export const acts = {
  "event made": plain("event", "Made the event"),
  "event duplicated": plain("event", "Made the event from an earlier one"),
  "event edited": plain("event", "Changed what its page says"),
  "event published": plain("event", "Published the event"),
  "event unpublished": plain("event", "Took the event back to a draft"),
  "event archived": plain("event", "Put the event into the archive"),
  "event taken out of the archive": plain("event", "Took the event out of the archive"),
  "event moved": {
    kind: "event",
    words: (fact) => `Moved the event${since(fact("before"))} to ${dayOf(fact("startsAt"))}, until ${dayOf(fact("endsAt"))}`,
  },
  "event cancelled": plain("event", "Cancelled the event"),
  "recording saved": plain("event", "Saved the link to the recording"),
  "cover changed": plain("content", "Changed the cover"),
  "cover removed": plain("content", "Took the cover away"),
  "portrait changed": plain("content", "Changed a portrait"),
  "portrait removed": plain("content", "Took a portrait away"),
  "speaker added": quoted("content", "Added the speaker", "name"),
  "speaker edited": quoted("content", "Changed the speaker", "name"),
  "speaker removed": quoted("content", "Took away the speaker", "name"),
  "speakers put in order": plain("content", "Changed the order of the speakers"),
  "reading added": quoted("content", "Added the reading", "title"),
  "reading edited": quoted("content", "Changed the reading", "title"),
  "reading removed": quoted("content", "Took away the reading", "title"),
  "readings put in order": plain("content", "Changed the order of the reading"),
  "question added": quoted("content", "Added the question", "label"),
  "question edited": quoted("content", "Changed the question", "label"),
  "question removed": quoted("content", "Took away the question", "label"),
  "questions put in order": plain("content", "Changed the order of the questions"),
  "join details saved": { kind: "join", words: (fact) => `Saved link and passcode, version ${fact("version")}` },
  "join details released": { kind: "join", words: (fact) => `Released link and passcode, version ${fact("version")}, to everybody registered` },
  "join details released at their time": { kind: "join", words: (fact) => `Link and passcode, version ${fact("version")}, went out at their time` },
  "join details seen": plain("join", "Looked at link and passcode (written down once an hour)"),
  "link opened": { kind: "join", words: (fact) => `Opened the link, version ${fact("version")}, to try it` },
  "joining details sent by hand": counted("Said that the joining details were sent by hand"),
  "test mail sent": plain("mail", "Sent a test to themselves"),
  "test mail confirmed": plain("mail", "Said that the test arrived"),
  "message sent": { kind: "mail", words: (fact) => `Sent a message to “${audienceLabel(fact("audience"))}”: ${lettersOf(fact("letters"))}` },
  "letter bounced": { kind: "mail", words: (fact) => `A letter came back: ${labelOf(fact("kind"))}` },
  "mail paused": plain("mail", "Paused the mail"),
  "mail resumed": plain("mail", "Let the mail go on"),
  "waiting mail stopped": counted("Stopped the mail that waited"),
  "failed mail tried again": counted("Tried again what had failed"),
  "mail server tried again": plain("mail", "Tried the mail server again"),
  "address corrected": plain("people", "Corrected the address of a registrant"),
  "details changed": plain("people", "Changed name, organisation or note of a registrant"),
  "registrant added": plain("people", "Added somebody to the list by hand"),
  "list imported": crowd("people", "Registered a list from a file"),
  "letters sent again": crowd("mail", "Sent letters again"),
  "offers accepted": crowd("people", "Took places on offer for people on the waiting list"),
  "places added": { kind: "people", words: (fact) => `Added places for the waiting list: ${fact("places")}` },
  "registrations cancelled": crowd("people", "Cancelled registrations"),
  "registrations restored": crowd("people", "Restored registrations"),
  "registration erased by the person": plain("people", "Somebody deleted their own registration"),
  "registrants erased": crowd("people", "Erased registrants"),
  "personal data deleted": {
    kind: "people",
    words: (fact) => `Deleted what is personal, on the promised day: ${people(Number(fact("people") || 0))}, ${lettersOf(fact("letters"))}`,
  },
  "registrants exported": plain("export", "Downloaded the list of registrants"),
  "address exported": plain("export", "Downloaded everything that is held about an address"),
  "audit exported": plain("export", "Downloaded this record"),
  "person invited": { kind: "team", words: (fact) => `Invited ${fact("person")} as ${fact("role")}` },
  "person invited again": someone("Sent the invitation to … again"),
  "role changed": { kind: "team", words: (fact) => `Made ${fact("person")} ${fact("role")}` },
  "event role changed": { kind: "team", words: (fact) => `Made ${fact("person")} ${fact("role")} of this event` },
  "event role taken away": someone("Took the role for this event away from …"),
  "person removed": someone("Removed … from the team"),
  "person signed out": someone("Signed … out everywhere"),
  "signed out everywhere": plain("sign-in", "Signed out everywhere"),
  "device signed out": { kind: "sign-in", words: (fact) => `Signed out another device: ${fact("device")}` },
  "signed in": { kind: "sign-in", words: (fact) => `Signed in by ${fact("way")}` },
} as const satisfies Record<string, Words>
export type Act = keyof typeof acts

const isAct = (word: string): word is Act => Object.hasOwn(acts, word)

/** What was done, in plain words. An act of an earlier version that is in no table any more is said as it stands. */
export function sayAct(act: string, facts: Record<string, unknown>): string {
  return isAct(act) ? acts[act].words((name) => String(facts[name] ?? "")) : act
}

/** The acts of a kind. */
export const actsOf = (kind: ActKind): string[] => Object.entries(acts).flatMap(([act, entry]) => (entry.kind === kind ? [act] : []))
