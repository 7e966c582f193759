import { type EventRole, type Role, suffices } from "@/lib/auth/rules"

// The team in words.

/** What somebody is for every event. */
export const roleNames: Record<Role, string> = { owner: "owner", organiser: "organiser of all events", viewer: "viewer of all events" }
/** What somebody is for one event. */
export const eventRoleNames: Record<EventRole, string> = { organiser: "organiser", viewer: "viewer" }

/** Whether the word of a table is a role that there can be for one event. */
export const isEventRole = (role: Role): role is EventRole => !suffices(role, "owner")

/** What came of an act on the team, and what is said of it. */
export const teamSentences = {
  invited: "Invited. The letter is on its way; its link is good for seven days, once.",
  again: "The invitation is on its way again. The link of the one before opens nothing any more.",
  saved: "Saved. It counts from now on.",
  removed: "Removed from the team. Their sessions have ended; what they did stays in the record.",
  out: "Signed out everywhere, and links that were mailed and not used open nothing any more.",
  last: "Nothing was changed: the site would have no owner. Make somebody else an owner first.",
} as const
export type TeamWord = keyof typeof teamSentences

/** Whether a word from an address is one of these. */
export const isTeamWord = (word: unknown): word is TeamWord => typeof word === "string" && Object.hasOwn(teamSentences, word)
