import { readdirSync, readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import path from "node:path"
import { inject } from "vitest"
import { z } from "zod"
import { cloneDemonstration } from "./database"
import { temporaryFolder } from "./folders"
import { type Mail, readMail, waitForMail } from "./mail"
import { takePort } from "./ports"
import { isAlive } from "./processes"
import { launch, type Program, startProgram } from "./program"
import { secret } from "./secret"
import { onOneConnection, sql } from "./sql"
import { until } from "./until"

// The built site with its mailer, on a database with the demonstration in it. Its mail arrives by SMTP and lies in a folder.
// openSite: one that many files use, one after the other. startSite: one of this file's own, where settings, clock or functions are changed.

export const whereabouts = z.object({ pid: z.number(), url: z.string(), databaseUrl: z.string(), mailFolder: z.string(), logFile: z.string() })
type Whereabouts = z.infer<typeof whereabouts>
export type Site = ReturnType<typeof connect>
export type OwnSite = Awaited<ReturnType<typeof startSite>>

/** What a test can ask of a site. Mail and log of earlier files are not among it. */
function connect({ url, databaseUrl, mailFolder, logFile }: Omit<Whereabouts, "pid">) {
  const known = new Map<string, Mail>()
  const files = () => readdirSync(mailFolder).sort()
  const earlier = { mails: files().length, log: readFileSync(logFile, "utf8").length }

  /** Every mail that has come, oldest first. */
  async function mails(): Promise<Mail[]> {
    const own = files().slice(earlier.mails)
    for (const file of own) if (!known.has(file)) known.set(file, await readMail(readFileSync(path.join(mailFolder, file), "utf8")))
    return own.flatMap((file) => known.get(file) ?? [])
  }
  const firstMail = (fits: (mail: Mail) => boolean) => waitForMail(mails, fits)

  return {
    url,
    databaseUrl: async () => databaseUrl,
    log: () => readFileSync(logFile, "utf8").slice(earlier.log),
    mails,
    /** The first mail that fits. Throws when none comes in time. */
    waitForMail: firstMail,
    /** The first mail to an address whose subject begins so. Throws when none comes in time. */
    mailTo: (address: string, subject = "") => firstMail((mail) => mail.to === address && mail.subject.startsWith(subject)),
    /** Resolves when no letter of the event waits or is due. */
    idle: (eventId: string) => {
      const busy = `select from "Delivery" where "eventId" = $1 and state in ('queued', 'sending', 'data')
        union all select from "LinkRequest" where "eventId" = $1 union all select from "Event" where id = $1 and "nextDueAt" <= foyer_now()`
      return onOneConnection(databaseUrl, (run) => until(async () => (await run(busy, [eventId])).length === 0, 60_000))
    },
  }
}

/** How a site is run, and where. */
async function prepare(folder: string, env: Record<string, string>, databaseUrl?: string) {
  const database = databaseUrl ?? (await cloneDemonstration())
  const port = env.PORT ?? String(await takePort())
  const mailFolder = path.join(folder, "mail")
  const chosen: Record<string, string> = {
    NODE_ENV: "production",
    PORT: port,
    DATA_DIR: path.join(folder, "data"),
    DATABASE_URL: database,
    AUTH_SECRET: secret,
    LIMIT_REGISTRATIONS: "off",
    MAIL_RATE: "unlimited",
    MAIL_CONNECTIONS: "8",
    ...env,
  }
  // It ends by itself with the process that runs all tests.
  const command = [process.execPath, "--max-old-space-size=768", "lib/start/launch.mjs", "tests/support/serve.ts", mailFolder, String(process.ppid)]
  return { command, env: chosen, mailFolder, url: chosen.SITE_URL ?? `http://localhost:${port}`, databaseUrl: database }
}

const isOpen = (program: Program) => program.waitForLog("The site is open.")

/** Starts a site for this file alone and resolves when it is open. A test that gives SMTP_URL has the mail itself. */
export async function startSite({ env = {}, databaseUrl }: { env?: Record<string, string>; databaseUrl?: string } = {}) {
  const prepared = await prepare(await temporaryFolder(), env, databaseUrl)
  const program = await startProgram(prepared.command, prepared.env)
  await isOpen(program)
  return { ...program, ...connect({ ...prepared, logFile: program.logFile }), log: program.log }
}

/** The site of this worker: whoever comes first starts it. Make an event, people and a session of your own, and count nothing but theirs. */
export async function openSite(): Promise<Site> {
  // Not VITEST_POOL_ID: in 11 of 30 runs of two groups, two workers had the same one, because a worker of the group before gave it back late.
  const folder = path.join(inject("sites"), String(process.pid))
  const file = `${folder}.json`
  const running = await readWhereabouts(file)
  if (running) {
    // All tests come from one address: what earlier files did at the doors counts for none of this one's limits.
    await sql(running.databaseUrl, `delete from "Limit"`)
    return connect(running)
  }
  const prepared = await prepare(folder, {})
  const program = launch(prepared.command, prepared.env, `${folder}.log`)
  await isOpen(program)
  const found: Whereabouts = { ...prepared, pid: program.group, logFile: program.logFile }
  await writeFile(file, JSON.stringify(found))
  return connect(found)
}

async function readWhereabouts(file: string): Promise<Whereabouts | null> {
  try {
    const found = whereabouts.parse(JSON.parse(readFileSync(file, "utf8")))
    return isAlive(found.pid) ? found : null
  } catch {
    return null
  }
}
