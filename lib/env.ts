import { existsSync } from "node:fs"
import { z } from "zod"

// The only reader of settings. `lib/start` fills in what its helpers chose (`provide`); everybody else asks `settings()`.

const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most)

const unlimited = z.literal("unlimited").transform(() => null)

const span = { s: 1, m: 60, h: 3600 } as const
const limit = z.union([
  z.literal("off").transform(() => null),
  z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*[smh]$/)
    .transform((text) => {
      const [points = "", duration = ""] = text.split("/")
      const unit = z.enum(["s", "m", "h"]).parse(duration.slice(-1))
      return { points: Number(points), seconds: Number(duration.slice(0, -1)) * span[unit] }
    }),
])

const address = (schemes: string[]) => z.string().refine((text) => URL.canParse(text) && text.includes("://") && schemes.includes(new URL(text).protocol))

/** Each setting with the words that say what it must be. */
const shapes = {
  PORT: [wholeNumber(1, 65535).default(3000), "a port number, such as 3000"],
  DATA_DIR: [z.string().default(".data"), "a folder"],
  SITE_URL: [address(["http:", "https:"]).optional(), "the public address of the site, such as https://events.example.org"],
  DATABASE_URL: [address(["postgres:", "postgresql:"]).optional(), "a PostgreSQL address, such as postgresql://user:password@host:5432/foyer"],
  SMTP_URL: [address(["smtp:", "smtps:"]).optional(), "an SMTP address, such as smtps://user:password@mail.example.org"],
  MAILBOX_PORT: [wholeNumber(1, 65535).default(1080), "a port number, such as 1080"],
  MAIL_FROM: [
    z
      .string()
      .regex(/^([^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/)
      .default("Foyer <no-reply@localhost>"),
    "a sender, such as Our Journal <events@example.org>",
  ],
  MAIL_RATE: [z.union([unlimited, wholeNumber(1, 100_000)]).default(10), "messages a second, such as 10, or unlimited"],
  MAIL_CONNECTIONS: [wholeNumber(1, 100).default(5), "a number of connections from 1 to 100"],
  TRUST_PROXY: [wholeNumber(0, 10).default(0), "the number of proxies in front of the site, such as 1"],
  LIMIT_REGISTRATIONS: [limit.default({ points: 60, seconds: 600 }), "a number and a span, such as 60/10m, or off"],
  MAILER: [z.enum(["inline", "off"]).default("inline"), "inline or off"],
  OWNER_EMAIL: [
    z
      .string()
      .regex(/^[^<>@\s]+@[^<>@\s]+$/)
      .default("organiser@localhost"),
    "an email address",
  ],
  AUTH_SECRET: [
    z
      .string()
      .refine((text) => text.split(",").every((secret) => secret.trim().length >= 32))
      .optional(),
    "at least 32 characters; older secrets may follow after a comma",
  ],
} as const

const schema = z.object({
  PORT: shapes.PORT[0],
  DATA_DIR: shapes.DATA_DIR[0],
  SITE_URL: shapes.SITE_URL[0],
  DATABASE_URL: shapes.DATABASE_URL[0],
  SMTP_URL: shapes.SMTP_URL[0],
  MAILBOX_PORT: shapes.MAILBOX_PORT[0],
  MAIL_FROM: shapes.MAIL_FROM[0],
  MAIL_RATE: shapes.MAIL_RATE[0],
  MAIL_CONNECTIONS: shapes.MAIL_CONNECTIONS[0],
  TRUST_PROXY: shapes.TRUST_PROXY[0],
  LIMIT_REGISTRATIONS: shapes.LIMIT_REGISTRATIONS[0],
  MAILER: shapes.MAILER[0],
  OWNER_EMAIL: shapes.OWNER_EMAIL[0],
  AUTH_SECRET: shapes.AUTH_SECRET[0],
})
type Name = keyof typeof shapes
type Parsed = z.infer<typeof schema>
export type Settings = Omit<Parsed, "SITE_URL" | "AUTH_SECRET"> & {
  /** The public address, without a slash at the end. */
  SITE_URL: string
  /** Newest first; the others still open what was mailed with them. */
  secrets: string[]
}

/** Bad settings, one plain line each. */
export class SettingsError extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join("\n"))
  }
}

const words = (name: Name) => shapes[name][1]
const isName = (name: unknown): name is Name => typeof name === "string" && name in shapes
const isSecret = (name: Name) => name === "AUTH_SECRET" || name.endsWith("_URL")

function complaints(given: Record<string, string>, error: z.ZodError): string[] {
  const names = new Set(error.issues.map((issue) => issue.path[0]).filter(isName))
  return [...names].map((name) => `${name} is ${isSecret(name) ? "not usable" : JSON.stringify(given[name])}. It must be ${words(name)}.`)
}

function contradictions(parsed: Parsed): string[] {
  const lines: string[] = []
  if (parsed.SITE_URL && !loopback.test(new URL(parsed.SITE_URL).hostname) && !parsed.SMTP_URL)
    lines.push(`SMTP_URL is not set, and SITE_URL is public. Set SMTP_URL to ${words("SMTP_URL")}, or mail would be marked sent that nobody gets.`)
  if (parsed.DATABASE_URL && !parsed.AUTH_SECRET) lines.push(`AUTH_SECRET is not set, and DATABASE_URL is. It must be ${words("AUTH_SECRET")}.`)
  return lines
}

/** Reads settings from any record of strings. Empty strings count as not set. Throws SettingsError. */
export function parseSettings(source: Record<string, string | undefined>): Settings {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(source)) if (value?.trim()) given[name] = value.trim()
  const result = schema.safeParse(given)
  if (!result.success) throw new SettingsError(complaints(given, result.error))
  const lines = contradictions(result.data)
  if (lines.length > 0) throw new SettingsError(lines)
  const { SITE_URL, AUTH_SECRET, ...rest } = result.data
  return {
    ...rest,
    SITE_URL: (SITE_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, ""),
    secrets: (AUTH_SECRET ?? "")
      .split(",")
      .map((secret) => secret.trim())
      .filter(Boolean),
  }
}

// A file .env in the working folder counts too; what the environment says wins.
if (existsSync(".env")) process.loadEnvFile(".env")

let current: Settings | undefined

/** The settings of this process. Throws SettingsError at the first use when one is wrong. */
export function settings(): Settings {
  current ??= parseSettings(process.env)
  return current
}

/** What `lib/start` chose for this process: the embedded database's address, the local mailbox, the generated secret. */
export function provide(chosen: Partial<Record<Name | "AUTH_URL" | "NODE_ENV", string>>): void {
  Object.assign(process.env, chosen)
  current = undefined
}

/** The same, for what the person at the terminal has not set. */
export function provideDefaults(chosen: Partial<Record<Name, string>>): void {
  provide(Object.fromEntries(Object.entries(chosen).filter(([name]) => !process.env[name])))
}

/** True for an address that only this machine reaches. */
export function isLoopback(siteUrl: string): boolean {
  return loopback.test(new URL(siteUrl).hostname)
}

/** The environment for a program that lib/start runs: this process's own, with the given changes. */
export function childEnvironment(changes: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes }
}
