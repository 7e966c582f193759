// What is likely to be wrong with link and passcode, before anybody gets them. Pure: the clock is an argument.

type Details = { joinUrl: string | null; passcode: string | null; joinInstructions: string | null; endsAt: Date }

/** "no": nobody should get these details. "look": an organiser should look at them first. */
export type Finding = { level: "no" | "look"; words: string }

const no = (words: string): Finding => ({ level: "no", words })
const look = (words: string): Finding => ({ level: "look", words })

/** What an organiser should mend or look at in the joining details, worst first. Empty: nothing was found. */
export function lintJoinDetails(event: Details, now: Date): Finding[] {
  const findings = [...(now >= event.endsAt ? [no("This event is over.")] : []), ...lintLinks(event), ...lintPasscode(event)]
  return findings.sort((one, other) => Number(other.level === "no") - Number(one.level === "no"))
}

/** What attendees should never get: the host's link, another passcode in the link, no link at all. Nothing of this is saved without a second word. */
export const doubtsAbout = (details: Omit<Details, "endsAt">): Finding[] =>
  [...lintLinks(details), ...lintPasscode(details)].filter(({ level }) => level === "no")

/** The link alone, and those in the instructions. */
export const lintLinks = ({ joinUrl, joinInstructions }: Pick<Details, "joinUrl" | "joinInstructions">): Finding[] => [
  ...lintLink(joinUrl),
  ...linksIn(joinInstructions ?? "").flatMap((link) => lintWhose(link, "A link in the instructions")),
]

function lintLink(joinUrl: string | null): Finding[] {
  if (!joinUrl?.trim()) return [no("There is no link yet.")]
  const link = URL.canParse(joinUrl) ? new URL(joinUrl) : null
  if (link?.protocol !== "https:") return [no("The link does not begin with https://, so browsers may refuse it.")]
  return lintWhose(link, "The link")
}

/** A link that is not for attendees: the host's, one person's own, or one that a mail program has wrapped. */
function lintWhose(link: URL, which: string): Finding[] {
  const inside = innerLink(link)
  if (inside)
    return [look(`${which} was copied out of a mail and leads through ${link.hostname}. Copy it from the webinar service itself.`), ...lintWhose(inside, which)]
  const names = new Set([...link.searchParams.keys()].map((name) => name.toLowerCase()))
  const isHosts = names.has("zak") || /\/s\//.test(link.pathname)
  return [
    ...(isHosts ? [no(`${which} is the one for the host: whoever opens it starts the session in the host’s name. Use the link for attendees.`)] : []),
    ...(names.has("tk") ? [no(`${which} is one person’s own (it holds “tk=”). Use the link that is the same for everybody.`)] : []),
  ]
}

/** Mail programs wrap links into an address of their own (Outlook, Proofpoint, Google). null: this one is not wrapped. */
function innerLink({ hostname, searchParams }: URL): URL | null {
  if (!/(^|\.)(safelinks\.protection\.outlook\.com|urldefense\.com|google\.com)$/.test(hostname)) return null
  const inside = [...searchParams.values()].find((value) => /^https?:\/\//.test(value) && URL.canParse(value))
  return inside ? new URL(inside) : null
}

const linksIn = (text: string): URL[] => [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].flatMap(([found]) => (URL.canParse(found) ? [new URL(found)] : []))

const squeezed = (text: string) => text.replace(/[\s-]/g, "").toLowerCase()

/** The passcode alone, against what link and instructions say. */
export function lintPasscode({ joinUrl, passcode, joinInstructions }: Omit<Details, "endsAt">): Finding[] {
  if (!joinUrl?.trim()) return []
  const inLink = passcodeInLink(joinUrl)
  const inText = passcodeInText(joinInstructions ?? "")
  if (!passcode) return [look(missingWords(inLink, inText))]
  const isOther = (found: string | null) => found !== null && !squeezed(found).startsWith(squeezed(passcode))
  return [
    ...(isOther(inLink) ? [no(`The passcode is ${passcode}, and the link has ${inLink} in it. One of the two is wrong.`)] : []),
    ...(isOther(inText) ? [look(`The passcode is ${passcode}, and the instructions say ${inText}. Both are right only if one is for the telephone.`)] : []),
  ]
}

function missingWords(inLink: string | null, inText: string | null): string {
  const found = inText ?? inLink
  if (found) return `The field for the passcode is empty, and ${inText ? "the instructions say" : "the link has"} ${found}. Attendees look for it in its place.`
  return "There is no passcode. If the webinar asks for one, attendees cannot get in."
}

/** A passcode that stands readable in the link. Services that put one in encrypted make it far longer than anybody types. */
function passcodeInLink(joinUrl: string): string | null {
  if (!URL.canParse(joinUrl)) return null
  const found = [...new URL(joinUrl).searchParams].find(([name]) => /^(pwd|password|passcode|pin)$/i.test(name))?.[1]
  return found && found.length <= 10 ? found : null
}

/** What the text calls a passcode: "Passcode: 482 913". Without a digit it is an ordinary word. */
function passcodeInText(text: string): string | null {
  for (const [, found = ""] of text.matchAll(/\b(?:pass ?code|password|access code|pin)\b\s*(?:is\b|[:=])\s*([^\n,;.)]+)/gi))
    if (/\d/.test(found)) return found.trim()
  return null
}
