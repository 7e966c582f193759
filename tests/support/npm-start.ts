import { readFile, realpath, rm } from "node:fs/promises"
import path from "node:path"
import { embeddedUrl, startEmbedded } from "@/lib/start/embedded"
import { afterwards } from "./cleanup"
import { temporaryFolder } from "./folders"
import { type Mail, readMail, waitForMail } from "./mail"
import { takePort } from "./ports"
import { kill, killPostgres, listProcesses } from "./processes"
import { startProgram } from "./program"

// The product as a person starts it: `npm start`, on ports and a DATA_DIR of its own. For stories about just that; for all others site.ts is quicker.

type Start = { env?: Record<string, string>; dataDir?: string; command?: string[]; cwd?: string; ready?: string }
export type Started = Awaited<ReturnType<typeof npmStart>>

/** For sites whose mail is not the story: a local mailbox costs a start a quarter of its time. */
export const withoutMail = { SMTP_URL: "smtp://127.0.0.1:9" }

/** Starts it and resolves when it says that it is there. Throws with what it printed when it ends before that. */
export async function npmStart(start: Start = {}) {
  const site = await launchNpm(start)
  try {
    await site.waitForLog(start.ready ?? "Ctrl-C stops everything")
    return site
  } catch (error) {
    await site.killGroup()
    throw error
  }
}

/** The same, without waiting: for what goes wrong, or is cut off, while it starts. */
export async function launchNpm({ env = {}, dataDir, command = ["npm", "start"], cwd }: Start = {}) {
  const chosen: Record<string, string> = {
    PORT: String(await takePort()),
    MAILBOX_PORT: String(await takePort()),
    LIMIT_REGISTRATIONS: "off",
    ...env,
    DATA_DIR: dataDir ?? env.DATA_DIR ?? path.join(await temporaryFolder(), "data"),
  }
  const place = path.resolve(cwd ?? ".", chosen.DATA_DIR ?? "")
  afterwards(() => removePostgres(place))
  const program = await startProgram(command, chosen, cwd)
  const mailbox = chosen.SMTP_URL ? null : `http://localhost:${chosen.MAILBOX_PORT}`
  const known = new Map<string, Mail>()

  /** Every mail in the local mailbox, oldest first. */
  async function mails(): Promise<Mail[]> {
    if (!mailbox) throw new Error("This site has an SMTP_URL, so its mail is elsewhere.")
    const listed: { id: string }[] = await (await fetch(`${mailbox}/api/email`)).json()
    for (const { id } of listed) if (!known.has(id)) known.set(id, await readMail(await (await fetch(`${mailbox}/api/email/${id}/source`)).text()))
    return listed.flatMap(({ id }) => known.get(id) ?? [])
  }

  return {
    ...program,
    url: chosen.SITE_URL ?? `http://localhost:${chosen.PORT}`,
    mailbox,
    dataDir: place,
    mails,
    /** The first mail that fits. Throws when none comes in time. */
    waitForMail: (fits: (mail: Mail) => boolean) => waitForMail(mails, fits),

    async databaseUrl(): Promise<string> {
      const found = chosen.DATABASE_URL ?? (await embeddedUrl(place, await secretOf(place)))
      if (!found) throw new Error("The embedded PostgreSQL is not running.")
      return found
    },

    /** kill -9 of everything: npm, the site and PostgreSQL. */
    async killGroup(): Promise<void> {
      kill(-program.group)
      await killPostgres(place)
      await program.ended
    },

    /** kill -9 of the site's own process; PostgreSQL goes on. */
    async killParent(): Promise<void> {
      const own = listProcesses().filter(({ group, command }) => group === program.group && /lib\/start\/\w+\.ts/.test(command) && !command.startsWith("npm"))
      for (const { pid } of own) kill(pid)
      await program.ended
    },
  }
}

/** This machine's own secret, as `npm start` made it. */
export const secretOf = async (dataDir: string) => (await readFile(path.join(dataDir, "secret"), "utf8")).trim()

/** Looks into the database of a site that does not run: PostgreSQL alone is started for it, so nobody has had time to mend anything. */
export async function lookWhileStopped<T>(dataDir: string, look: (databaseUrl: string) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(dataDir, await secretOf(dataDir))
  return look(embedded.url).finally(embedded.stop)
}

/** What was placed outside DATA_DIR, because the user `postgres` could not reach it there, goes too. */
async function removePostgres(dataDir: string): Promise<void> {
  await killPostgres(dataDir)
  const data = await realpath(path.join(dataDir, "postgres")).catch(() => null)
  if (data?.startsWith("/var/lib/foyer/")) await rm(data, { recursive: true, force: true })
}
