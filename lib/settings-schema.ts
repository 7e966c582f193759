import { z } from "zod"

// What each setting must be, as a schema and, in `describe`, in the words that a person at the terminal reads.

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

/** Links are made by writing a path behind the address, so it must have none of its own. */
const hasNoPath = (text: string) => URL.canParse(text) && /^\/*$/.test(new URL(text).pathname) && new URL(text).search === ""
/** A host name that only this machine reaches. */
export const loopback = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/
/** Who answers there says who people are, so nobody may stand in between. */
const isSafeIssuer = (text: string) => URL.canParse(text) && !/[?#]/.test(text) && (text.startsWith("https://") || loopback.test(new URL(text).hostname))
const mailAddress = /^[^<>@\s]+@[^<>@\s]+$/
const sender = /^([^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/
const secrets = (text: string) => text.split(",").every((secret) => secret.trim().length >= 32)

export const settingsSchema = z.object({
  PORT: wholeNumber(1, 65535).default(3000).describe("a port number, such as 3000"),
  DATA_DIR: z.string().default(".data").describe("a folder"),
  SITE_URL: address(["http:", "https:"])
    .refine(hasNoPath)
    .optional()
    .describe("the public address of the site without a path, such as https://events.example.org"),
  DATABASE_URL: address(["postgres:", "postgresql:"]).optional().describe("a PostgreSQL address, such as postgresql://user:password@host:5432/foyer"),
  SMTP_URL: address(["smtp:", "smtps:"]).optional().describe("an SMTP address, such as smtps://user:password@mail.example.org"),
  MAILBOX_PORT: wholeNumber(1, 65535).default(1080).describe("a port number, such as 1080"),
  MAIL_FROM: z.string().regex(sender).default("Foyer <no-reply@localhost>").describe("a sender, such as Our Journal <events@example.org>"),
  MAIL_RATE: z
    .union([unlimited, wholeNumber(1, 100_000)])
    .default(10)
    .describe("messages a second, such as 10, or unlimited"),
  MAIL_CONNECTIONS: wholeNumber(1, 100).default(5).describe("a number of connections from 1 to 100"),
  TRUST_PROXY: wholeNumber(0, 10).default(0).describe("the number of proxies in front of the site, such as 1"),
  LIMIT_REGISTRATIONS: limit.default({ points: 60, seconds: 600 }).describe("a number and a span, such as 60/10m, or off"),
  MAILER: z.enum(["inline", "off"]).default("inline").describe("inline or off"),
  OWNER_EMAIL: z.string().regex(mailAddress).default("organiser@localhost").describe("an email address"),
  AUTH_SECRET: z.string().refine(secrets).optional().describe("at least 32 characters; older secrets may follow after a comma"),
  METRICS_TOKEN: z.string().min(20).optional().describe("at least 20 characters; Prometheus sends them as its bearer token"),
  AUTH_OIDC_ISSUER: address(["http:", "https:"])
    .refine(isSafeIssuer)
    .optional()
    .describe("the https address of your sign-in service exactly as it names itself (its issuer), such as https://login.example.org"),
  AUTH_OIDC_ID: z.string().optional().describe("the name under which the sign-in service knows this site (its client id)"),
  AUTH_OIDC_SECRET: z.string().optional().describe("the secret that the sign-in service gave this site"),
})
