import { distance } from "fastest-levenshtein"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"

// Addresses that were probably mistyped: their domain is one slip of the finger away from one that many people have.

/** Where most mistyped addresses belong. Short names are left out: too many true ones are one letter away. */
const common = `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr yahoo.com yahoo.co.uk yahoo.fr icloud.com protonmail.com proton.me
  live.com live.co.uk btinternet.com comcast.net orange.fr wanadoo.fr laposte.net t-online.de libero.it yandex.ru`.split(/\s+/)
/** True providers that look like a slip of another one. */
const genuine = new Set(
  "mail.com email.com ymail.com rocketmail.com mail.ru hotmail.de hotmail.es hotmail.it hotmail.be hotmail.se hotmail.no hotmail.dk yahoo.de yahoo.es yahoo.it yahoo.se yahoo.in yahoo.gr live.fr live.de live.it live.nl live.be live.se live.no live.dk live.cn live.ca live.ie live.in live.jp".split(
    " ",
  ),
)
/** So many people with one domain make it one that others may have meant. */
const enough = 5
const mostShown = 10

export type Suspicious = { domain: string; likely: string; people: number; emails: string[] }

/** One letter too many, too few or wrong, or two letters that changed places. */
export function isOneSlipAway(domain: string, other: string): boolean {
  const slips = distance(domain, other)
  return slips === 1 || (slips === 2 && swaps(other).includes(domain))
}
/** The text with each two neighbouring letters in each other's place. */
const swaps = (text: string) => Array.from(text.slice(1), (letter, at) => `${text.slice(0, at)}${letter}${text[at]}${text.slice(at + 2)}`)

type Domain = { domain: string; people: number }

/** Which of these domains were probably mistyped, and what was probably meant. Pure. */
export function likelyMistyped(domains: Domain[]): { domain: string; likely: string; people: number }[] {
  const often = domains.filter(({ people }) => people >= enough)
  return domains.flatMap(({ domain, people }) => {
    if (genuine.has(domain) || common.includes(domain)) return []
    const neighbours = people >= enough ? common : [...common, ...often.map((one) => one.domain)]
    const likely = neighbours.find((other) => Math.abs(other.length - domain.length) < 2 && isOneSlipAway(domain, other))
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
