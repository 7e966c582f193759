import { mkdir } from "node:fs/promises"
import path from "node:path"
import { MailDev } from "maildev"
import { provideDefaults, settings } from "@/lib/env"
import { pause } from "./plain"
import { checkPort } from "./ports"

/** Catches all mail in a local mailbox with a web page, and points SMTP_URL at it. Its mails stay in DATA_DIR. */
export async function startMailbox(): Promise<{ url: string; close: () => Promise<void> }> {
  const { MAILBOX_PORT, DATA_DIR } = settings()
  await checkPort(MAILBOX_PORT, "MAILBOX_PORT")
  const mailDirectory = path.resolve(DATA_DIR, "mailbox")
  await mkdir(mailDirectory, { recursive: true, mode: 0o700 })
  const mailbox = new MailDev({ smtp: 0, ip: "127.0.0.1", web: MAILBOX_PORT, webIp: "127.0.0.1", mailDirectory, silent: true })
  await mailbox.start()
  const smtp = mailbox.getServers()?.smtp.getPort()
  provideDefaults({ SMTP_URL: `smtp://127.0.0.1:${smtp}?ignoreTLS=true`, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "8" })
  // A browser that has the mailbox open would hold up the end.
  return { url: `http://localhost:${MAILBOX_PORT}`, close: () => Promise.race([mailbox.stop(), pause(3000)]) }
}
