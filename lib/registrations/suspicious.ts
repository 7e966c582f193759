import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { likelyDomain } from "./typo"

// Which addresses of an event were probably mistyped.

/** So many people with one domain make it one that others may have meant. */
const enough = 5
const mostShown = 10

export type Suspicious = { domain: string; likely: string; people: number; emails: string[] }

type Domain = { domain: string; people: number }

/** Which of these domains were probably mistyped, and what was probably meant. Pure. */
export function likelyMistyped(domains: Domain[]): { domain: string; likely: string; people: number }[] {
  const often = domains.filter(({ people }) => people >= enough)
  const frequent = often.map((one) => one.domain)
  return domains.flatMap(({ domain, people }) => {
    const likely = likelyDomain(domain, people >= enough ? [] : frequent)
    return likely ? [{ domain, likely, people }] : []
  })
}

const domainOf = `substring(r."emailKey" from '[^@]*$')`
const people = `"Registration" r where r."eventId" = $1 and r.status <> 'cancelled'`

/** The domains of an event's registrants that were probably mistyped, most people first, with the first ten addresses of each. */
export async function listSuspicious(_organiser: Organiser, eventId: string): Promise<Suspicious[]> {
  const domains = await query<Domain>(`select ${domainOf} as domain, count(*) as people from ${people} group by 1 order by 2 desc, 1`, [eventId])
  const found = likelyMistyped(domains)
  const addresses = await query<{ domain: string; email: string }>(
    `select domain, email from (
       select ${domainOf} as domain, r.email, row_number() over (partition by ${domainOf} order by r."registeredAt" desc, r.id) as place
       from ${people} and ${domainOf} = any($2)
     ) numbered where place <= ${mostShown} order by place`,
    [eventId, found.map(({ domain }) => domain)],
  )
  return found.map((one) => ({ ...one, emails: addresses.filter(({ domain }) => domain === one.domain).map(({ email }) => email) }))
}
