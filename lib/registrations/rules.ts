import { differencesIn } from "@/lib/differences"

/** "1 person", "1,204 people". */
export const people = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`

/** The tabs of the list of registrants, in their order. */
export const tabs = {
  registered: "Registered",
  waiting: "Waiting",
  cancelled: "Cancelled",
  "no-link": "Link not sent",
  failed: "Failed",
  joined: "Joined",
} as const
export type Tab = keyof typeof tabs
/** Whether a word from an address names a tab. */
export const isTab = (word: string): word is Tab => Object.hasOwn(tabs, word)
export type Counts = Record<Tab, number>
/** The tabs of viewers: where somebody's mail is, is not theirs to know. */
export const seenTabs: readonly Tab[] = ["registered", "waiting", "cancelled", "joined"]

/** The columns beside the name that the list can show, in their order. */
export const columns = {
  email: "Email",
  organisation: "Organisation",
  status: "Status",
  registered: "Registered",
  confirmation: "Confirmation",
  join: "Joining details",
  joined: "Joined",
  updates: "Wants news",
  source: "Came from",
  note: "Note",
} as const
export type Column = keyof typeof columns
/** Whether it names a column. */
export const isColumn = (word: string): word is Column => Object.hasOwn(columns, word)

/** What is shown when nobody chose. The organisation stands below the name then. */
export const usualColumns: readonly Column[] = ["email", "registered", "confirmation", "join", "joined"]

/** What the file holds when nobody chose columns: what the site knows of each person, without the letters, which have to be looked for. */
export const exportColumns: readonly Column[] = ["email", "organisation", "status", "registered", "joined", "updates", "source"]

/** The names above the columns of a file: the name comes first, the answers last. */
export const headOf = (chosen: readonly Column[], questions: { label: string }[]): string[] => [
  "Name",
  ...chosen.map((column) => columns[column]),
  ...questions.map(({ label }) => label),
]

/** One look at the list. `after`: the key of the last person of the page before; null: the first page. */
export type RegistrantFilter = {
  tab: Tab
  search: string
  columns: readonly Column[]
  after: { registeredAt: string; id: string } | null
}

const isUsual = (chosen: readonly Column[]) => chosen.length === usualColumns.length && usualColumns.every((column) => chosen.includes(column))

/** The filter as the query of an address, `?` included, with some of it changed: it can be shared, and a bookmark keeps it. */
export function filterQuery(filter: RegistrantFilter, changes: Partial<RegistrantFilter> = {}): string {
  const { tab, search, columns: chosen, after } = { ...filter, after: null, ...changes }
  const query = new URLSearchParams({ tab })
  if (search) query.set("search", search)
  if (!isUsual(chosen)) query.set("columns", chosen.join(" ") || "none")
  if (after) query.set("after", `${after.registeredAt}~${after.id}`)
  return `?${query}`
}

/** What an organiser can do with people of the list. */
export const acts = ["resend", "accept", "cancel", "restore", "erase"] as const
export type Act = (typeof acts)[number]

/** The buttons that lead to the question. */
export const actLabels: Record<Act, string> = {
  resend: "Send again",
  accept: "Take the place for them",
  cancel: "Cancel registration",
  restore: "Restore",
  erase: "Erase",
}

/** The most people that one press may be about. */
export const mostAtOnce = 5000

/** What makes sense for a person with this status. */
export function actsOf(status: string): readonly Act[] {
  if (status === "cancelled") return ["restore", "erase"]
  return status === "offered" ? ["accept", "resend", "cancel", "erase"] : ["resend", "cancel", "erase"]
}

/** What makes sense for the people of a tab. Whoever has joined may have any status. */
export function actsFor(tab: Tab): readonly Act[] {
  if (tab === "joined") return acts.filter((act) => act !== "accept")
  return actsOf(tab === "waiting" ? "offered" : tab)
}

/** What an act means for so many people, said before it is done. `isMailed`: whether people can be mailed about this event at all. */
export const actWarnings: Record<Act, (count: number, isMailed: boolean) => string> = {
  resend: (count) =>
    `${people(count)} will be mailed again: the joining details if they are out, else the confirmation, or the letter of the waiting list. Whoever has such a letter on its way or was mailed again in the last minute is left out, and so is an address that has bounced.`,
  accept: (count) =>
    `${people(count)} will be registered and mailed the confirmation, as far as a place is on offer to them. Whoever waits without an offer is left out.`,
  cancel: (count, isMailed) =>
    `${people(count)} will lose ${count === 1 ? "the place" : "their places"}${isMailed ? " and be told by mail that you cancelled it" : ". Nobody is mailed about it"}. What still waits to be mailed to them is not sent. Free places go to whoever waits longest.`,
  restore: (count) => `${people(count)} will be registered again as far as there are places, at the end of the line, and be mailed so.`,
  erase: (count) =>
    `Everything that the site holds about ${people(count)} will be deleted, and they are not told: of the letters only the count stays. Their personal links open nothing any more. It cannot be undone.`,
}

/** The button that does it. */
export const actButtons: Record<Act, (count: number) => string> = {
  resend: (count) => `Mail ${people(count)} again`,
  accept: (count) => `Register ${people(count)}`,
  cancel: (count) => `Cancel ${count === 1 ? "the place of 1 person" : `the places of ${people(count)}`}`,
  restore: (count) => `Restore ${people(count)}`,
  erase: (count) => `Erase ${people(count)} for good`,
}

/** What an organiser may change of what the list says of a person, in the words of the form. */
export const detailLabels = { name: "Full name", organisation: "Organisation", note: "Note" }
export type Details = Record<keyof typeof detailLabels, string>

/** A form's words about a person; for what it does not say, those that are saved. */
export const detailsOr = (saved: Details, { name, organisation, note }: { [Name in keyof Details]?: string | undefined }): Details => ({
  name: name ?? saved.name,
  organisation: organisation ?? saved.organisation,
  note: note ?? saved.note,
})

/**
 * A form about a person together with what is saved by now: a field that was not touched since the form was made (`former`) is as saved. `isClash`: one
 * that was touched has been changed by somebody else too, to something else.
 */
export function mergeDetails(saved: Details, former: Details, typed: Details): { merged: Details; isClash: boolean } {
  const isTouched = (name: keyof Details) => typed[name] !== former[name]
  const now = (name: keyof Details) => (isTouched(name) ? typed[name] : saved[name])
  const clashes = (name: keyof Details) => isTouched(name) && saved[name] !== former[name] && saved[name] !== typed[name]
  return {
    merged: { name: now("name"), organisation: now("organisation"), note: now("note") },
    isClash: clashes("name") || clashes("organisation") || clashes("note"),
  }
}

/** Where what somebody typed differs from what is saved of the person now. */
export const detailDifferences = ({ name, organisation, note }: Details, typed: Record<string, string>) =>
  differencesIn(detailLabels, { name, organisation, note }, typed)
