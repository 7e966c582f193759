import { type ParsedMail, simpleParser } from "mailparser"
import { pause } from "./until"

export type Mail = {
  to: string
  subject: string
  text: string
  html: string
  headers: ParsedMail["headers"]
  attachments: ParsedMail["attachments"]
  raw: string
}

/** Reads a mail as it arrived. */
export async function readMail(raw: string): Promise<Mail> {
  const { to, subject = "", text = "", html, headers, attachments } = await simpleParser(raw)
  const recipients = [to ?? []].flat().flatMap(({ value }) => value.map(({ address = "" }) => address))
  return { to: recipients.join(", "), subject, text, html: html || "", headers, attachments, raw }
}

/** Asks `list` again and again for a mail that fits, and takes the first. Throws when none comes in time. */
export async function waitForMail(list: () => Promise<Mail[]>, fits: (mail: Mail) => boolean, ms = 60_000): Promise<Mail> {
  for (const end = Date.now() + ms; ; await pause(50)) {
    const all = await list()
    const found = all.find(fits)
    if (found) return found
    if (Date.now() > end)
      throw new Error(`No such mail came in ${ms / 1000} s. There are: ${all.map((mail) => `${mail.to}: ${mail.subject}`).join("; ") || "none"}`)
  }
}
