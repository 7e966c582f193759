import { distance } from "fastest-levenshtein"

// Addresses that were probably mistyped: their domain is one slip of the finger away from one that many people have.

/** Where most mistyped addresses belong. Short names are left out: too many true ones are one letter away. */
export const common =
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr yahoo.com yahoo.co.uk yahoo.fr icloud.com protonmail.com proton.me
  btinternet.com virginmedia.com blueyonder.co.uk comcast.net sbcglobal.net bellsouth.net verizon.net orange.fr wanadoo.fr laposte.net t-online.de libero.it
  yandex.ru rediffmail.com`.split(/\s+/)

/** True providers that look like a slip of another one. */
const genuine = new Set(
  `mail.com email.com ymail.com rocketmail.com mail.ru cloud.com hotmail.de hotmail.es hotmail.it hotmail.be hotmail.gr hotmail.se hotmail.no hotmail.dk
  yahoo.de yahoo.es yahoo.it yahoo.se yahoo.in yahoo.gr`.split(/\s+/),
)

/** Endings that no domain has, and what the fingers meant. */
const endings: Record<string, string> = { con: "com", cmo: "com", ocm: "com", comm: "com", vom: "com", xom: "com", ogr: "org", nte: "net" }
/** Gmail has one domain. Only whole endings: gmail.example.org is somebody's own. */
const otherGmail = /^gmail\.(com?\.)?[a-z]{2,3}$/

/** One letter too many, too few or wrong, or two letters that changed places. */
export function isOneSlipAway(domain: string, other: string): boolean {
  if (Math.abs(other.length - domain.length) > 1) return false
  const slips = distance(domain, other)
  return slips === 1 || (slips === 2 && swaps(other).includes(domain))
}
/** The text with each two neighbouring letters in each other's place. */
const swaps = (text: string) => Array.from(text.slice(1), (letter, at) => `${text.slice(0, at)}${letter}${text[at]}${text.slice(at + 2)}`)

/** The domain that was probably meant by one in small letters, as the mail system spells it. `others`: domains that count beside the common ones. null: it is right, or nobody knows. */
export function likelyDomain(domain: string, others: string[] = []): string | null {
  if (genuine.has(domain) || common.includes(domain)) return null
  if (otherGmail.test(domain)) return "gmail.com"
  const neighbour = [...common, ...others].find((other) => isOneSlipAway(domain, other))
  if (neighbour) return neighbour
  const [, name = "", ending = ""] = /^(.+\.)([a-z]+)$/.exec(domain) ?? []
  const meant = Object.hasOwn(endings, ending) ? `${name}${endings[ending]}` : null
  return meant && (likelyDomain(meant) ?? meant)
}

/** The address that was probably meant: what stands before the @ is left as it was typed. null: nothing looks mistyped. */
export function likelyAddress({ email, emailKey }: { email: string; emailKey: string }): string | null {
  const domain = likelyDomain(emailKey.slice(emailKey.lastIndexOf("@") + 1))
  return domain && `${email.slice(0, email.lastIndexOf("@"))}@${domain}`
}
