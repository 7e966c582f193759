import { existsSync } from "node:fs"
import type { z } from "zod"
import { loopback, settingsSchema } from "./settings-schema"

// The only reader of settings. `lib/start` fills in what its helpers chose (`provide`); everybody else asks `settings()`.

const oidcNames = ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"] as const
type OidcName = (typeof oidcNames)[number]
type Name = keyof typeof settingsSchema.shape
type Parsed = z.infer<typeof settingsSchema>
export type Settings = Omit<Parsed, "SITE_URL" | "AUTH_SECRET" | OidcName> & {
  /** The public address, without a slash at the end. */
  SITE_URL: string
  /** Newest first; the others still open what was mailed with them. */
  secrets: string[]
  /** The sign-in service of the house. null: organisers sign in by mail alone. */
  oidc: { issuer: string; id: string; secret: string } | null
}

/** Bad settings, one plain line each. */
export class SettingsError extends Error {
  constructor(readonly lines: string[]) {
    super(lines.join("\n"))
  }
}

const words = (name: Name) => settingsSchema.shape[name].description
const isName = (name: unknown): name is Name => typeof name === "string" && name in settingsSchema.shape
const isSecret = (name: Name) => /_(SECRET|URL|TOKEN)$/.test(name)

function complaints(given: Record<string, string>, error: z.ZodError): string[] {
  const names = new Set(error.issues.map((issue) => issue.path[0]).filter(isName))
  return [...names].map((name) => `${name} is ${isSecret(name) ? "not usable" : JSON.stringify(given[name])}. It must be ${words(name)}.`)
}

function contradictions(parsed: Parsed): string[] {
  const lines: string[] = []
  if (parsed.SITE_URL && !loopback.test(new URL(parsed.SITE_URL).hostname) && !parsed.SMTP_URL)
    lines.push(`SMTP_URL is not set, and SITE_URL is public. Set SMTP_URL to ${words("SMTP_URL")}, or mail would be marked sent that nobody gets.`)
  if (parsed.DATABASE_URL && !parsed.AUTH_SECRET) lines.push(`AUTH_SECRET is not set, and DATABASE_URL is. It must be ${words("AUTH_SECRET")}.`)
  const missing = oidcNames.filter((name) => !parsed[name])
  if (missing.length < oidcNames.length)
    lines.push(...missing.map((name) => `${name} is not set, and ${oidcNames.find((one) => parsed[one])} is. It must be ${words(name)}.`))
  return lines
}

/** Reads settings from any record of strings. Empty strings count as not set. Throws SettingsError. */
export function parseSettings(source: Record<string, string | undefined>): Settings {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(source)) if (value?.trim()) given[name] = value.trim()
  const result = settingsSchema.safeParse(given)
  if (!result.success) throw new SettingsError(complaints(given, result.error))
  const lines = contradictions(result.data)
  if (lines.length > 0) throw new SettingsError(lines)
  const { SITE_URL, AUTH_SECRET, AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: id, AUTH_OIDC_SECRET: secret, ...rest } = result.data
  return {
    ...rest,
    SITE_URL: (SITE_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, ""),
    secrets: (AUTH_SECRET ?? "")
      .split(",")
      .map((secret) => secret.trim())
      .filter(Boolean),
    oidc: issuer && id && secret ? { issuer, id, secret } : null,
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
export function provide(chosen: Partial<Record<Name | "AUTH_URL" | "NODE_ENV" | "NEXT_TELEMETRY_DISABLED", string>>): void {
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
