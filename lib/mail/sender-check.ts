import { Resolver } from "node:dns/promises"
import { domainToASCII } from "node:url"
import addressparser from "nodemailer/lib/addressparser"
import { isLoopback } from "@/lib/env"

// Whether receivers will believe the sender: what the DNS says of the domain in MAIL_FROM (SPF, RFC 7208; DMARC, RFC 7489).

export type SenderFinding = { level: "ok" | "look" | "no"; words: string }

const newResolver = () => new Resolver({ timeout: 2000, tries: 1 })

/** What the DNS says of the sender's domain, SPF first. One question takes two seconds at most; a DNS that does not answer is said plainly. */
export async function checkSender(mailFrom: string, resolver: Resolver = newResolver()): Promise<SenderFinding[]> {
  const domain = domainToASCII(addressparser(mailFrom)[0]?.address?.split("@").pop() ?? "")
  if (!domain || isLoopback(`http://${domain}`))
    return [{ level: "look", words: `MAIL_FROM is ${mailFrom}. Only the local mailbox takes such mail; no real address gets it.` }]
  const records = await readTxt(resolver, domain)
  if (records === "silent" || (records === "unknown" && !(await knowsTopLevel(resolver, domain)))) return [silence]
  if (records === "unknown") return [{ level: "no", words: `The DNS knows no domain ${domain}, so most servers refuse mail from it. Correct MAIL_FROM.` }]
  return [spfFinding(domain, records), await dmarcFinding(resolver, domain)]
}

const silence: SenderFinding = { level: "look", words: "DNS did not answer from this machine, so this could not be checked." }

/** The TXT records of a name. "unknown": the DNS says that there is no such name. "silent": it says nothing. */
async function readTxt(resolver: Resolver, name: string): Promise<string[] | "unknown" | "silent"> {
  try {
    return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(""))
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null
    if (code === "ENODATA") return []
    return code === "ENOTFOUND" ? "unknown" : "silent"
  }
}

/** A resolver that knows no top-level domain either does not see the public DNS, as on a machine of a closed network. */
const knowsTopLevel = (resolver: Resolver, domain: string): Promise<boolean> =>
  resolver.resolveNs(domain.split(".").pop() ?? "").then(
    (servers) => servers.length > 0,
    () => false,
  )

/** What a domain's SPF says of everybody who sends for it. Whether this very mail server is among them only a receiver can tell. */
export function spfFinding(domain: string, records: string[]): SenderFinding {
  const found = records.filter((record) => /^v=spf1( |$)/i.test(record))
  if (found.length === 0)
    return { level: "look", words: `SPF: ${domain} has no record that says which servers may send for it. Many receivers distrust such mail.` }
  if (found.length > 1) return { level: "no", words: `SPF: ${domain} has ${found.length} records. Only one may exist, and receivers believe none of them.` }
  if (/^v=spf1\s+-all\s*$/i.test(found[0] ?? "")) return { level: "no", words: `SPF: ${domain} says that it never sends mail (${found[0]}).` }
  if (/\s[+]?all\s*$/i.test(found[0] ?? ""))
    return { level: "look", words: `SPF: ${domain} lets every server in the world send for it (${found[0]}), so the record proves nothing.` }
  return { level: "ok", words: `SPF: ${domain} says which servers may send for it (${found[0]}).` }
}

/** The DMARC record of the domain, or of the nearest domain above it that has one. */
async function dmarcFinding(resolver: Resolver, domain: string): Promise<SenderFinding> {
  for (let name = domain; name.includes("."); name = name.slice(name.indexOf(".") + 1)) {
    const records = await readTxt(resolver, `_dmarc.${name}`)
    if (records === "silent") return { ...silence, words: `DMARC: ${silence.words}` }
    const found = records === "unknown" ? [] : records.filter((record) => /^v=DMARC1\s*(;|$)/i.test(record))
    if (found.length > 1) return { level: "no", words: `DMARC: _dmarc.${name} has ${found.length} records, and receivers believe none of them.` }
    if (found[0]) return { level: "ok", words: `DMARC: ${name} says what becomes of mail that is not proven to be its own (${found[0]}).` }
  }
  return { level: "look", words: `DMARC: ${domain} has no record. Large providers ask for one from whoever mails many people.` }
}
