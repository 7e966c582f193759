import { mkdir } from "node:fs/promises"
import path from "node:path"
import { MailDev } from "maildev"
import { repeat } from "@/lib/deliveries/repeat"
import { provideDefaults, settings } from "@/lib/env"
import { letterIdIn, listForgotten } from "@/lib/retention/mails"
import { pause } from "./plain"
import { checkPort } from "./ports"

type Servers = NonNullable<ReturnType<MailDev["getServers"]>>
const minute = 60_000

/** Catches all mail in a local mailbox with a web page, and points SMTP_URL at it. Its mails stay in DATA_DIR for as long as the ledger knows whose they are. */
export async function startMailbox(): Promise<{ url: string; close: () => Promise<void> }> {
  const { MAILBOX_PORT, DATA_DIR } = settings()
  await checkPort(MAILBOX_PORT, "MAILBOX_PORT")
  const mailDirectory = path.resolve(DATA_DIR, "mailbox")
  await mkdir(mailDirectory, { recursive: true, mode: 0o700 })
  const mailbox = new MailDev({ smtp: 0, ip: "127.0.0.1", web: MAILBOX_PORT, webIp: "127.0.0.1", mailDirectory, silent: true })
  const servers = await mailbox.start()
  provideDefaults({ SMTP_URL: `smtp://127.0.0.1:${servers.smtp.getPort()}?ignoreTLS=true`, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "8" })
  const tidying = repeat(minute, () => deleteForgotten(servers))
  const close = async () => {
    await tidying.stop()
    // A browser that has the mailbox open would hold up the end.
    await Promise.race([mailbox.stop(), pause(3000)])
  }
  return { url: `http://localhost:${MAILBOX_PORT}`, close }
}

/** Deletes the mails of people whom the site has forgotten: those of a letter that is in the ledger no more, or names nobody there. */
async function deleteForgotten({ smtp }: Servers): Promise<void> {
  const mails = (await smtp.getAllEmails()).flatMap(({ id, headers }) => {
    const letter = letterIdIn(String(headers["message-id"] ?? ""))
    return letter ? [{ id, letter }] : []
  })
  const forgotten = new Set(await listForgotten(mails.map(({ letter }) => letter)))
  for (const { id, letter } of mails) if (forgotten.has(letter)) await smtp.deleteEmail(id)
}
