// The places and the waiting list as they should be: one act after the other, in plain code without a database.

export type Status = "registered" | "waiting" | "offered" | "cancelled"
/** `came`: the moment that says where somebody stands in line. `isDue`: the time of their offer is over. */
type Person = { status: Status; came: string; isDue: boolean }
/** The clients keep within these. */
export const fewestPlaces = 5
export const mostPlaces = 25
export type Line = { capacity: number; people: Map<string, Person> }

export type Act = { kind: "register" | "cancel" | "restore" | "accept" | "time is over"; who: string } | { kind: "lapse" } | { kind: "places"; more: number }

/** Somebody whose status the act changed, and to what. */
export type Change = `${string} ${Status | "is due"}` | `${number} places`

/** What the act's caller hears, and what changed. */
export type Done = { answer: string; changes: Change[] }

const of = (line: Line, ...statuses: Status[]) => [...line.people].filter(([, { status }]) => statuses.includes(status))
const taken = (line: Line) => of(line, "registered", "offered").length
const nextAnswer = (line: Line) => (taken(line) < line.capacity && of(line, "waiting").length === 0 ? "registered" : "waiting")

/** Does the act. `came` is the moment at which whoever registers by it stands in line. */
export function act(line: Line, what: Act, came: string): Done {
  const changes: Change[] = []
  const become = (who: string, status: Status, moment: string) => {
    line.people.set(who, { status, came: moment, isDue: false })
    changes.push(`${who} ${status}`)
  }
  const promote = () => {
    const inLine = of(line, "waiting").sort(([, a], [, b]) => (a.came < b.came ? -1 : 1))
    for (const [who, person] of inLine.slice(0, Math.max(0, line.capacity - taken(line)))) become(who, "offered", person.came)
  }
  const lapse = () => {
    for (const [who, person] of of(line, "offered")) if (person.isDue) become(who, "cancelled", person.came)
    promote()
  }
  const register = (who: string) => {
    const answer = nextAnswer(line)
    if ((line.people.get(who)?.status ?? "cancelled") === "cancelled") become(who, answer, came)
    return answer
  }
  const answerTo = (): string => {
    if (what.kind === "lapse") {
      lapse()
      return "done"
    }
    if (what.kind === "places") {
      const capacity = line.capacity + what.more
      if (capacity < Math.max(fewestPlaces, taken(line)) || capacity > mostPlaces) return "refused"
      line.capacity = capacity
      changes.push(`${line.capacity} places`)
      promote()
      return "done"
    }
    const person = line.people.get(what.who)
    if (what.kind === "register") return register(what.who)
    if (!person) return "nobody"
    if (what.kind === "time is over") {
      if (person.status !== "offered" || person.isDue) return "nothing"
      line.people.set(what.who, { ...person, isDue: true })
      changes.push(`${what.who} is due`)
      return "done"
    }
    if (what.kind === "restore") {
      if (person.status === "offered") lapse()
      return register(what.who)
    }
    if (what.kind === "accept") {
      if (person.status !== "offered") return "none"
      if (person.isDue) lapse()
      else become(what.who, "registered", person.came)
      return person.isDue ? "lapsed" : "registered"
    }
    if (person.status === "cancelled") return "nothing"
    become(what.who, "cancelled", person.came)
    if (person.status !== "waiting") promote()
    return "done"
  }
  const answer = answerTo()
  return { answer, changes }
}

export const copyOf = ({ capacity, people }: Line): Line => ({ capacity, people: new Map(people) })
