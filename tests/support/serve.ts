import { randomUUID } from "node:crypto"
import { mkdir, rename, writeFile } from "node:fs/promises"
import path from "node:path"
import { buffer } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"
import { issueSignInLink } from "@/lib/auth/sign-in-link"
import { ensureOwner } from "@/lib/auth/users"
import { disconnect } from "@/lib/db/client"
import { startMailer } from "@/lib/deliveries/mailer"
import { provide, settings } from "@/lib/env"
import { buildIfNeeded } from "@/lib/start/build"
import { openDatabase } from "@/lib/start/database"
import { say } from "@/lib/start/plain"
import { runUntilStopped } from "@/lib/start/run"
import { reserveSite } from "@/lib/start/site"

// What `npm start` runs (lib/start/main.ts), on a database that is ready: neither PostgreSQL nor migrations, demonstration nor mailbox. Mail lies in a folder, a file each.

const [mailFolder = "", runner = ""] = process.argv.slice(2)

/** The process that runs the tests may be killed: nobody would end this one then. */
function endWithRunner(): void {
  setInterval(() => {
    try {
      process.kill(Number(runner), 0)
    } catch {
      process.exit(1)
    }
  }, 1000).unref()
}

/** Takes every mail and writes it down before it says yes. */
async function receiveMail(): Promise<string> {
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: (stream, _session, answer) => {
      buffer(stream).then(async (raw) => {
        count += 1
        const file = path.join(mailFolder, `${String(count).padStart(6, "0")}.eml`)
        const draft = path.join(path.dirname(mailFolder), randomUUID())
        await writeFile(draft, raw)
        await rename(draft, file)
        answer()
      }, answer)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.server.address()
  if (address === null || typeof address === "string") throw new Error("the mail server has no port")
  return `smtp://127.0.0.1:${address.port}`
}

endWithRunner()
await runUntilStopped(async (keep, stopping) => {
  await mkdir(mailFolder, { recursive: true })
  if (!settings().SMTP_URL) provide({ SMTP_URL: await receiveMail() })
  provide({ AUTH_URL: `${settings().SITE_URL}/api/auth` })
  const site = await reserveSite(false)
  const database = await openDatabase()
  keep(database.close, disconnect)
  await ensureOwner(settings().OWNER_EMAIL)
  await buildIfNeeded(stopping)
  keep(site.close)
  await site.open()
  if (settings().MAILER === "inline") keep(startMailer().stop)
  say(`  Sign in  ${await issueSignInLink(settings().OWNER_EMAIL)}`)
  say("The site is open.")
})
