import { simpleParser } from "mailparser"
import { plainLine } from "@/lib/text"

// A delivery status notification (RFC 3464): what a mail system says of a letter that another one took before.

export type RecipientStatus = {
  /** The addresses that it is about, in lower case: as the letter had it, and where it led in the end. Empty: it names none. */
  addresses: string[]
  /** Given up: the letter does not arrive. */
  hasFailed: boolean
  /** The address itself is refused (5.x.x), not only out of reach for days (4.x.x). */
  isForGood: boolean
  /** The SMTP answer in the diagnostic. null: it has none. */
  code: number | null
  /** The mail system's own words, at most 500 characters. */
  words: string
}
export type DeliveryStatus = {
  /** The report's own Message-ID. null: it has none. */
  id: string | null
  recipients: RecipientStatus[]
  /** The ids of letters that it may be about, the likeliest first. */
  letterIds: string[]
}

const isStatus = (contentType: string) => /^message\/(global-)?delivery-status$/.test(contentType)
const isReturned = (contentType: string) => /^(text\/rfc822-headers|message\/(rfc822|global|global-headers))$/.test(contentType)

/** The report in a returned mail. null: there is none in it. Never throws for what somebody else wrote. */
export async function readDeliveryStatus(raw: Buffer): Promise<DeliveryStatus | null> {
  // Nothing of what is shown to people is wanted here, and the letter that comes back stays in one piece.
  const options = { keepDeliveryStatus: true, ignoreEmbedded: true, skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true }
  const mail = await simpleParser(withoutEnvelope(raw), options).catch(() => null)
  if (!mail) return null
  const status = mail.attachments.find(({ contentType }) => isStatus(contentType))
  const blocks = status ? blocksOf(status.content).map(fieldsOf) : []
  const recipients = blocks.filter((fields) => fields.has("action")).map(recipientStatus)
  if (recipients.length === 0) return null
  const returned = mail.attachments.filter(({ contentType }) => isReturned(contentType)).map(({ content }) => fieldsOf(blocksOf(content)[0] ?? ""))
  return {
    id: mail.messageId ? plainLine(mail.messageId) : null,
    recipients,
    letterIds: letterIds([...returned.map((fields) => fields.get("message-id")), mail.inReplyTo, mail.references]),
  }
}

/** Without the empty lines and the line "From …" that mailboxes and pipes put in front of a mail. */
const withoutEnvelope = (raw: Buffer) => Buffer.from(raw.toString("latin1").replace(/^\s*(From .*\r?\n)?/, ""), "latin1")

/** The ids in Message-IDs as compose() makes them. The host is not looked at: the site may have moved since. */
const letterIds = (texts: (string | string[] | undefined)[]) =>
  [...texts.join(" ").matchAll(/<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/gi)].map(([, id = ""]) => id.toLowerCase())

type Fields = Map<string, string>

/** The blocks between empty lines. */
const blocksOf = (content: Buffer): string[] =>
  content
    .toString("utf8")
    .trimStart()
    .split(/\r?\n[ \t]*\r?\n/)

/** The fields of a block of headers. Of one that comes twice the first counts. */
function fieldsOf(block: string): Fields {
  const fields: Fields = new Map()
  for (const line of block.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+)[ \t]*:(.*)$/.exec(line) ?? []
    if (name && value !== undefined && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim())
  }
  return fields
}

/** "rfc822; ada@example.org" and "smtp; 550 no such user" without the name of their kind. */
const withoutKind = (value: string) => value.replace(/^[\w.-]+\s*;\s*/, "")
const addressOf = (value: string | undefined) =>
  withoutKind(value ?? "")
    .replace(/^<|>$/g, "")
    .toLowerCase()

function recipientStatus(fields: Fields): RecipientStatus {
  const status = fields.get("status") ?? ""
  const diagnostic = withoutKind(fields.get("diagnostic-code") ?? "")
  const code = /^[2-5]\d\d\b/.exec(diagnostic)?.[0] ?? null
  return {
    addresses: [addressOf(fields.get("original-recipient")), addressOf(fields.get("final-recipient"))].filter(Boolean),
    hasFailed: /^failed\b/i.test(fields.get("action") ?? ""),
    isForGood: (status || code || "5").startsWith("5"),
    code: code === null ? null : Number(code),
    words: plainLine(diagnostic || `Status ${status}`),
  }
}
