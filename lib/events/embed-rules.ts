import { loopback } from "@/lib/settings-schema"
import { block } from "@/lib/text"

// Other sites that may show an event's form in a frame, or hold a form that posts to its door.

/** The most sites of an event. */
export const mostOrigins = 10

/** What a Content Security Policy can name: letters of IDNA's spelling, digits, hyphens, dots. No wildcard: every site is named. */
const hostname = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/

/** A line as an origin (RFC 6454), or what is wrong with it. */
export function readOrigin(line: string): { origin: string } | { problem: string } {
  const url = URL.canParse(line) ? new URL(line) : null
  if (!url || !hostname.test(url.hostname)) return { problem: `“${line}” is not the address of a site, like https://www.example.org` }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback.test(url.hostname))) return { problem: `“${line}” does not begin with https://` }
  if (url.href !== `${url.origin}/`) return { problem: `“${line}” says more than the site: enter ${url.origin}` }
  return { origin: url.origin }
}

/** The desk's field, one site a line: each once, as browsers name it. */
export const originsSchema = block(4000)
  .default("")
  .transform((text, context) => {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
    const read = lines.map(readOrigin)
    const problems = read.flatMap((one) => ("problem" in one ? [one.problem] : []))
    const origins = [...new Set(read.flatMap((one) => ("origin" in one ? [one.origin] : [])))]
    if (origins.length > mostOrigins) problems.push(`Enter ${mostOrigins} sites at most`)
    if (problems.length > 0) context.addIssue({ code: "custom", message: problems.join(". ") })
    return origins
  })

/** Whether an address asks for the form as it is in a frame. Of the page and of its headers alike, so that neither goes without the other. */
export const isEmbed = (asked: string | string[] | undefined | null): boolean => asked === "1"
