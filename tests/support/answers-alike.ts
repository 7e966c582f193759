import { copyDemonstration } from "./event"
import { enrol } from "./factories"
import { startSite } from "./site"
import { full } from "./size"
import { sql } from "./sql"

// Everybody asks a door, whoever is on a list and whoever is not: told once, for doors that answer alike and for ones that do not.

const each = full(40, 500)
const fates = ["registered", "cancelled", "waiting", "unknown"] as const
type Fate = (typeof fates)[number]

type Answer = { said: string; took: number }
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

export async function startDoors() {
  const site = await startSite({ env: { MAILER: "off" } })
  const database = await site.databaseUrl()

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
    await sql(database, `update "Event" set ${change} where slug = $1`, [slug])
    await sql(database, `vacuum analyze "Registration"`)
  }

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

  return { database, makeEvent, askForAll }
}

export const inWords = (shares: Record<string, number>) =>
  Object.entries(shares)
    .map(([fate, share]) => `${fate} ${share.toFixed(2)}`)
    .join(", ")
/** How much longer the slowest took than the quickest, as a share. */
export const furthest = (shares: Record<string, number>) => Math.max(...Object.values(shares)) / Math.min(...Object.values(shares)) - 1
