import { randomBytes } from "node:crypto"
import MailComposer from "nodemailer/lib/mail-composer"
import type MimeNode from "nodemailer/lib/mime-node"
import { encode, wrap } from "nodemailer/lib/qp"
import { settings } from "@/lib/env"
import { escapeHtml } from "@/lib/text"
import type { Letter } from "./letters"
import { markPattern, type Personal, slotNames, type Written } from "./slots"

// The finished message (RFC 5322). What is the same for everybody who gets a letter is encoded once; names, links and the calendar file are put in for each.

type Encoding = (letter: Letter) => string
type Skeleton = { root: MimeNode; body: (string | Encoding)[] }

/** Stands for the calendar file while the rest is put together: as text, and encoded for those who save it. */
const calendarMark = randomBytes(12).toString("hex")
const calendarInBase64 = Buffer.from(calendarMark).toString("base64")

/** Behind a mark, it says that the value is to be escaped for HTML. Random, since any text may stand right behind a name. */
const htmlMark = randomBytes(6).toString("hex")

/** By their words, and by what goes with them: the same words may go with a calendar file and without one. */
const skeletons = new WeakMap<Written, Map<string, Promise<Skeleton>>>()

function skeletonOf(letter: Letter): Promise<Skeleton> {
  const known = skeletons.get(letter.written) ?? new Map<string, Promise<Skeleton>>()
  skeletons.set(letter.written, known)
  const calendar = letter.calendar?.method ?? "none"
  const built = known.get(calendar)
  if (built) return built
  const skeleton = buildSkeleton(letter)
  known.set(calendar, skeleton)
  // One that cannot be built now may be the next time.
  skeleton.catch(() => known.delete(calendar))
  return skeleton
}

/** Puts a letter together, with a Message-ID that stays the same however often it is sent. */
export async function compose(letter: Letter, deliveryId: string): Promise<Buffer> {
  const { root, body } = await skeletonOf(letter)
  const filled = body.map((piece) => (typeof piece === "string" ? piece : piece(letter)))
  return Buffer.from(`${headers(root, letter, deliveryId)}\r\n\r\n${filled.join("")}`)
}

/** Nothing waits between here and the text, so that one tree serves all letters. */
function headers(root: MimeNode, { personal, written, to, replyTo, stopUrl }: Letter, deliveryId: string): string {
  const { MAIL_FROM, SITE_URL } = settings()
  root.setHeader({
    from: MAIL_FROM,
    to,
    ...(replyTo && { "reply-to": replyTo }),
    subject: written.subject.replace(markPattern, (_, name: keyof Personal) => personal[name]),
    "message-id": `<${deliveryId}@${new URL(SITE_URL).hostname}>`,
    date: new Date().toUTCString().replace("GMT", "+0000"),
    "auto-submitted": "auto-generated",
    // RFC 8058: the mail program's own button ends these letters.
    ...(stopUrl && { "list-unsubscribe": `<${stopUrl}>`, "list-unsubscribe-post": "List-Unsubscribe=One-Click" }),
  })
  return root.buildHeaders()
}

async function buildSkeleton({ written, calendar }: Letter): Promise<Skeleton> {
  const composer = new MailComposer({
    // Quoted-printable whatever the text is: a name may need what the rest does not.
    encoding: "quoted-printable",
    text: written.text,
    html: written.html.replace(markPattern, (mark) => `${mark}${htmlMark}`),
    ...(calendar && { icalEvent: { method: calendar.method, filename: "event.ics", content: calendarMark } }),
  })
  const root = composer.compile()
  const message = await new Promise<string>((resolve, reject) =>
    root.build((error, built) => (error ? reject(error) : resolve((built ?? Buffer.alloc(0)).toString("latin1")))),
  )
  return { root, body: cutAtMarks(message.slice(message.indexOf("\r\n\r\n") + 4)) }
}

/** The encoded text as what stays and what is put in. A soft line break (RFC 2045, section 6.7) may stand within a mark. */
function cutAtMarks(body: string): Skeleton["body"] {
  const broken = (word: string) => [...word].join("(?:=\r\n)?")
  const marks = [...slotNames.keys()].map(broken).join("|")
  const places = new RegExp(`(?:${marks})(?:(?:=\r\n)?${broken(htmlMark)})?|${calendarMark}|${calendarInBase64}`, "g")
  const pieces: Skeleton["body"] = []
  let from = 0
  for (const { 0: found, index } of body.matchAll(places)) {
    pieces.push(body.slice(from, index), encodingOf(found.replaceAll("=\r\n", "")))
    from = index + found.length
  }
  return [...pieces, body.slice(from)]
}

function encodingOf(mark: string): Encoding {
  if (mark === calendarMark) return ({ calendar }) => quoted(calendar?.file ?? "")
  if (mark === calendarInBase64) return ({ calendar }) => base64(calendar?.file ?? "")
  const isHtml = mark.endsWith(htmlMark)
  const name = slotNames.get(isHtml ? mark.slice(0, -htmlMark.length) : mark)
  if (!name) throw new Error("a mark without a slot")
  return isHtml ? ({ personal }) => quoted(escapeHtml(personal[name])) : ({ personal }) => quoted(personal[name])
}

/** Between soft line breaks, so that no line of the text around it becomes too long. */
const quoted = (value: string) => `=\r\n${wrap(encode(value), 72)}=\r\n`

const base64 = (file: string) =>
  (
    Buffer.from(file)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n")
