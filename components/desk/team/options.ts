import type { EventChoice } from "@/lib/team/queries"
import { plainDate } from "@/lib/time"

type Options = [value: string, words: string][]

export const everywhereOptions: Options = [
  ["none", "Nothing: only what is chosen for single events"],
  ["viewer", "Viewer: sees counts and names, no addresses"],
  ["organiser", "Organiser: runs all events"],
  ["owner", "Owner: runs all events and the team"],
]

export const eventRoleOptions: Options = [
  ["organiser", "Organiser: runs it"],
  ["viewer", "Viewer: sees counts and names"],
]

export const eventOptions = (events: EventChoice[]): Options =>
  events.map(({ id, title, startsAt, timeZone }) => [id, `${title}, ${plainDate(startsAt, timeZone)}`])
