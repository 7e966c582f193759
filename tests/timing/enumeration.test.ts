import { beforeAll, describe, expect, test } from "vitest"
import { copyDemonstration } from "../support/event"
import { enrol } from "../support/factories"
import { type Site, startSite } from "../support/site"
import { full } from "../support/size"
import { sql } from "../support/sql"

// Nothing that a door says, and not how long it takes, tells whether an address is on a list.

const each = full(40, 500)
/** People whose answer needs less or more work: with a letter that is due to them, and without one. */
const came = full(["2 days"], ["2 days", "1 minute"])
const patience = full(120_000, 900_000)
const fates = ["registered", "cancelled", "waiting", "unknown"] as const
type Fate = (typeof fates)[number]
/** What makes the event what it is, once people have their fates. */
const states = {
  open: `capacity = 1000000`,
  "on waiting list": `capacity = taken, "waitingList" = true`,
  full: `capacity = taken, "waitingList" = false`,
  closed: `"registrationClosesAt" = now()`,
} as const

let site: Site
let database = ""
const run = <Row extends object>(statement: string, values: unknown[] = []) => sql<Row>(database, statement, values)

beforeAll(async () => {
  site = await startSite({ env: { MAILER: "off" } })
  database = await site.databaseUrl()
})

/** An event in this state, on whose list are so many people of each fate. Whoever is on it came two days ago, or a minute ago. */
async function makeEvent(slug: string, change: string, ago: string, people = each): Promise<void> {
  const event = await copyDemonstration(site, { slug, capacity: 1_000_000, taken: people, waitingList: true })
  for (const fate of fates.filter((fate) => fate !== "unknown"))
    await enrol(database, event.id, people, {
      name: "'Ada Example'",
      email: `'${fate}' || n || '@example.org'`,
      status: `'${fate}'`,
      registeredAt: `now() - interval '${ago}'`,
    })
  await run(`update "Event" set ${change} where slug = $1`, [slug])
  await run(`vacuum analyze "Registration"`)
}

type Answer = { said: string; took: number }
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function ask(door: string, fields: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams(fields)
  const began = performance.now()
  const answer = await fetch(`${site.url}${door}`, { method: "POST", body, redirect: "manual" })
  const text = await answer.text()
  const took = performance.now() - began
  const headers = [...answer.headers].filter(([name]) => name !== "date")
  return { said: JSON.stringify([answer.status, headers, text]), took }
}

/** Asks for each address once, those of the fates in turn. Returns what was said in all, and for each fate how long it took, as a share of the median of all. */
async function askForAll(door: string, people = each) {
  // The first answers of a door take longer, whoever asks.
  for (let number = 0; number < 20; number += 1) await ask(door, { name: "Ada Example", email: `warm${number}@example.org` })
  const took = new Map<Fate, number[]>(fates.map((fate) => [fate, []]))
  const said = new Set<string>()
  for (let number = 1; number <= people; number += 1) {
    for (const fate of fates.toSorted(() => Math.random() - 0.5)) {
      const answer = await ask(door, { name: "Ada Example", email: `${fate}${number}@example.org` })
      said.add(answer.said)
      took.get(fate)?.push(answer.took)
    }
  }
  const all = median([...took.values()].flat())
  const shares = Object.fromEntries([...took].map(([fate, times]) => [fate, median(times) / all]))
  return { said: [...said], shares, all }
}
const inWords = (shares: Record<string, number>) =>
  Object.entries(shares)
    .map(([fate, share]) => `${fate} ${share.toFixed(2)}`)
    .join(", ")
const furthest = (shares: Record<string, number>) => Math.max(...Object.values(shares)) / Math.min(...Object.values(shares)) - 1

describe.each(Object.entries(states))("an event that is %s", (name, change) => {
  test.each(came)(
    "answers alike, and as soon, whoever is asked for (they came %s ago)",
    async (ago) => {
      const slug = `${name}-${ago}`.replace(/\W+/g, "-")
      await makeEvent(slug, change, ago)
      const { said, shares, all } = await askForAll(`/events/${slug}/registrations`)
      console.log(`${name}, ${ago}: ${inWords(shares)} of ${all.toFixed(1)} ms`)
      expect(said).toHaveLength(1)
      expect(furthest(shares)).toBeLessThan(0.1)
    },
    patience,
  )
})

test(
  "the door of the lost link answers alike, and as soon, whoever asks",
  async () => {
    // Nobody is looked up here, so nothing is held back until a step: more have to be asked, or chance decides.
    await makeEvent("lost", states.open, "2 days", 500)
    const { said, shares, all } = await askForAll("/events/lost/lost-link/request", 500)
    console.log(`lost link: ${inWords(shares)} of ${all.toFixed(1)} ms`)
    expect(said).toHaveLength(1)
    expect(furthest(shares)).toBeLessThan(0.1)
  },
  patience,
)

test(
  "a door that answers early for whoever is known is caught, and so is one that says another word",
  async () => {
    const [original] = await run<{ definition: string }>(`select pg_get_functiondef('register_attendee'::regproc) as definition`)
    const early = original?.definition.replace(
      "if found then\n    begin\n      perform owe_already_letter(known);",
      "if not found then perform pg_sleep(0.06); end if;\n  if found then\n    begin",
    )
    expect(early).not.toBe(original?.definition)
    await run(early ?? "")
    await makeEvent("control", states.open, "2 days")
    const { shares } = await askForAll("/events/control/registrations")
    console.log(`control: ${inWords(shares)}`)
    expect(furthest(shares)).toBeGreaterThan(0.1)
    await run((original?.definition ?? "").replace("perform owe_already_letter(known);", "return query select 'full', false; return;"))
    await makeEvent("word", states.open, "2 days")
    expect((await askForAll("/events/word/registrations")).said.length).toBeGreaterThan(1)
  },
  patience,
)
