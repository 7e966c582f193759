import { mkdir } from "node:fs/promises"
import type { IncomingMessage, Server } from "node:http"
import path from "node:path"
import type { Duplex } from "node:stream"
import type { MailDev } from "maildev"
import { repeat } from "@/lib/deliveries/repeat"
import { isLoopback, provideDefaults, settings } from "@/lib/env"
import { letterIdIn, listForgotten } from "@/lib/retention/mails"
import { pause } from "./plain"
import { checkPort } from "./ports"

const second = 1000
type Servers = NonNullable<ReturnType<MailDev["getServers"]>>

/** Catches all mail in a local mailbox with a web page, and points SMTP_URL at it. Its mails stay in DATA_DIR for as long as the ledger knows whose they are. */
export async function startMailbox(): Promise<{ url: string; close: () => Promise<void> }> {
  const { MAILBOX_PORT, DATA_DIR } = settings()
  await checkPort(MAILBOX_PORT, "MAILBOX_PORT")
  const mailDirectory = path.resolve(DATA_DIR, "mailbox")
  await mkdir(mailDirectory, { recursive: true, mode: 0o700 })
  // Only here: it brings half as much code along as all the rest of a start.
  const { MailDev } = await import("maildev")
  const mailbox = new MailDev({ smtp: 0, ip: "127.0.0.1", web: MAILBOX_PORT, webIp: "127.0.0.1", mailDirectory, silent: true })
  const servers = await mailbox.start()
  if (servers.api) keepOthersOut(servers.api.server.server)
  provideDefaults({ SMTP_URL: `smtp://127.0.0.1:${servers.smtp.getPort()}?ignoreTLS=true`, MAIL_RATE: "unlimited", MAIL_CONNECTIONS: "8" })
  const tidying = repeat(10 * second, () => deleteForgotten(servers))
  const close = async () => {
    await tidying.stop()
    // A browser that has the mailbox open would hold up the end.
    await Promise.race([mailbox.stop(), pause(3000)])
  }
  return { url: `http://localhost:${MAILBOX_PORT}`, close }
}

/** Maildev lets every site that its reader has open read the mail and delete it. Whoever asks from another site, or by another name of this machine, gets nothing. */
function keepOthersOut(server: Server): void {
  const [answers, upgrades] = [server.listeners("request"), server.listeners("upgrade")]
  server.removeAllListeners("request").removeAllListeners("upgrade")
  server.on("request", (request, response) => {
    if (!isOwn(request)) return void response.writeHead(403).end()
    response.setHeader("x-frame-options", "SAMEORIGIN")
    for (const answer of answers) Reflect.apply(answer, server, [request, response])
  })
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isOwn(request)) return void socket.destroy()
    for (const upgrade of upgrades) Reflect.apply(upgrade, server, [request, socket, head])
  })
}

/** Asked by this machine's own name, and by no page but the mailbox's own: from others a link leads here, and nothing else does. */
function isOwn({ headers }: IncomingMessage): boolean {
  const own = `http://${headers.host}`
  const isFollowed = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document"
  const isFromOthers = /^(cross|same)-site$/.test(String(headers["sec-fetch-site"])) && !isFollowed
  return URL.canParse(own) && isLoopback(own) && (headers.origin === undefined || headers.origin === own) && !isFromOthers
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
