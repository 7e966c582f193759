import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync, readFileSync } from "node:fs"
import { chmod, mkdtemp, readFile, realpath, rm } from "node:fs/promises"
import os from "node:os"
import path from "node:path"
import { type ParsedMail, simpleParser } from "mailparser"
import { embeddedUrl } from "@/lib/start/embedded"
import { freePort } from "@/lib/start/ports"
import { kill, killPostgres, listProcesses } from "./processes"

// The product as a person starts it: `npm start`, on ports and a DATA_DIR of its own. Whatever a test leaves running is ended after its file.

export type Mail = {
  to: string
  subject: string
  text: string
  html: string
  headers: ParsedMail["headers"]
  attachments: ParsedMail["attachments"]
  raw: string
}

type Start = { env?: Record<string, string>; dataDir?: string; command?: string[]; cwd?: string; ready?: string }
export type Site = Awaited<ReturnType<typeof startSite>>

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const started = new Map<ChildProcess, string>()
const folders = new Set<string>()

/** A folder that goes away with everything in it when the sites that use it have ended. */
export async function temporaryFolder(parent = os.tmpdir(), mode = 0o755): Promise<string> {
  const folder = await mkdtemp(path.join(parent, "foyer-test-"))
  await chmod(folder, mode)
  folders.add(folder)
  return folder
}

/** Starts the site and resolves when it says that it is there. Throws with what it printed when it ends before that. */
export async function startSite(start: Start = {}) {
  const site = await launchSite(start)
  try {
    await site.waitForLog(start.ready ?? "Ctrl-C stops everything")
    return site
  } catch (error) {
    await site.killGroup()
    throw error
  }
}

/** The same, without waiting: for what goes wrong, or is cut off, while it starts. */
export async function launchSite({ env = {}, dataDir, command = ["npm", "start"], cwd }: Start = {}) {
  const folder = await temporaryFolder()
  const chosen: Record<string, string> = {
    PORT: String(await freePort()),
    MAILBOX_PORT: String(await freePort()),
    DATA_DIR: dataDir ?? path.join(folder, "data"),
    LIMIT_REGISTRATIONS: "off",
    ...env,
  }
  const place = path.resolve(cwd ?? ".", chosen.DATA_DIR ?? "")
  const logFile = path.join(folder, "log")
  const descriptor = openSync(logFile, "w")
  // A group of its own, as a terminal gives it.
  const child = spawn(command[0] ?? "", command.slice(1), {
    cwd,
    detached: true,
    stdio: ["ignore", descriptor, descriptor],
    env: { ...shellEnvironment(), ...chosen },
  })
  closeSync(descriptor)
  started.set(child, place)
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve))

  const url = chosen.SITE_URL ?? `http://localhost:${chosen.PORT}`
  const mailbox = chosen.SMTP_URL ? null : `http://localhost:${chosen.MAILBOX_PORT}`
  const group = child.pid ?? 0
  const log = () => readFileSync(logFile, "utf8")
  const known = new Map<string, Mail>()

  /** Resolves when the text is in the log. */
  async function waitForLog(text: string, ms = 240_000): Promise<void> {
    for (const until = Date.now() + ms; !log().includes(text); await pause(50)) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The site ended before it said "${text}":\n${log()}`)
      if (Date.now() > until) throw new Error(`The site did not say "${text}" in ${ms / 1000} s:\n${log()}`)
    }
  }

  /** Every mail in the local mailbox, oldest first. */
  async function mails(): Promise<Mail[]> {
    if (!mailbox) throw new Error("This site has an SMTP_URL, so its mail is elsewhere.")
    const listed: { id: string }[] = await (await fetch(`${mailbox}/api/email`)).json()
    for (const { id } of listed) {
      if (known.has(id)) continue
      const raw = await (await fetch(`${mailbox}/api/email/${id}/source`)).text()
      known.set(id, await readMail(raw))
    }
    return listed.flatMap(({ id }) => known.get(id) ?? [])
  }

  return {
    url,
    mailbox,
    dataDir: place,
    /** Process id of npm, which is also the id of the group. */
    group,
    /** Resolves with the exit code; null when a signal ended it. */
    ended,
    log,
    waitForLog,
    mails,

    /** The one-time link that a first start prints. */
    signInLink(): string {
      const link = /Sign in\s+(\S+)/.exec(log())?.[1]
      if (!link) throw new Error(`The site printed no sign-in link:\n${log()}`)
      return link
    },

    async databaseUrl(): Promise<string> {
      const found = chosen.DATABASE_URL ?? (await embeddedUrl(place, (await readFile(path.join(place, "secret"), "utf8")).trim()))
      if (!found) throw new Error("The embedded PostgreSQL is not running.")
      return found
    },

    /** The first mail that fits. Throws when none comes in time. */
    async waitForMail(fits: (mail: Mail) => boolean, ms = 20_000): Promise<Mail> {
      for (const until = Date.now() + ms; ; await pause(200)) {
        const all = await mails()
        const found = all.find(fits)
        if (found) return found
        if (Date.now() > until)
          throw new Error(`No such mail came in ${ms / 1000} s. There are: ${all.map((mail) => `${mail.to}: ${mail.subject}`).join("; ") || "none"}`)
      }
    },

    /** kill -9 of everything: npm, the site and PostgreSQL. */
    async killGroup(): Promise<void> {
      kill(-group)
      await killPostgres(place)
      await ended
    },

    /** kill -9 of the site's own process; PostgreSQL goes on. */
    async killParent(): Promise<void> {
      for (const { pid, command } of listProcesses()) if (belongsTo(group, pid) && /lib\/start\/\w+\.ts/.test(command) && !command.startsWith("npm")) kill(pid)
      await ended
    },

    /** A polite end, as a service manager asks for it. Resolves with the exit code. */
    async stop(): Promise<number | null> {
      process.kill(group, "SIGTERM")
      return ended
    },
  }
}

/** What every shell has, and nothing else of this test's own environment. */
export function shellEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env }
  for (const name of Object.keys(environment)) if (!["PATH", "HOME", "LANG"].includes(name)) delete environment[name]
  return environment
}

async function readMail(raw: string): Promise<Mail> {
  const { to, subject = "", text = "", html, headers, attachments } = await simpleParser(raw)
  const recipients = [to ?? []].flat().flatMap(({ value }) => value.map(({ address = "" }) => address))
  return { to: recipients.join(", "), subject, text, html: html || "", headers, attachments, raw }
}

const belongsTo = (group: number, pid: number) => listProcesses().some((process) => process.pid === pid && process.group === group)

/** Ends what is still running and takes away what it wrote. Runs after every file of browser tests (end-sites.ts). */
export async function endSites(): Promise<void> {
  for (const [child, dataDir] of started) {
    if (child.pid) kill(-child.pid)
    await killPostgres(dataDir)
    const data = await realpath(path.join(dataDir, "postgres")).catch(() => null)
    if (data?.startsWith("/var/lib/foyer/")) await rm(data, { recursive: true, force: true })
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
  started.clear()
  folders.clear()
}
