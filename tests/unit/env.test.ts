import { describe, expect, test } from "vitest"
import { parseSettings, SettingsError } from "@/lib/env"

const secret = (letter: string) => letter.repeat(32)

function linesOf(source: Record<string, string>): string[] {
  try {
    parseSettings(source)
  } catch (error) {
    if (error instanceof SettingsError) return error.lines
    throw error
  }
  return []
}

test("nothing needs to be configured", () => {
  expect(parseSettings({})).toEqual({
    PORT: 3000,
    DATA_DIR: ".data",
    SITE_URL: "http://localhost:3000",
    MAILBOX_PORT: 1080,
    MAIL_FROM: "Foyer <no-reply@localhost>",
    MAIL_RATE: 10,
    MAIL_CONNECTIONS: 5,
    TRUST_PROXY: 0,
    LIMIT_REGISTRATIONS: { points: 60, seconds: 600 },
    MAILER: "inline",
    OWNER_EMAIL: "organiser@localhost",
    secrets: [],
    oidc: null,
  })
})

test("an empty setting, or one of spaces, counts as not set", () => {
  expect(parseSettings({ PORT: "", SITE_URL: "  ", AUTH_SECRET: "", LIMIT_REGISTRATIONS: "\t" })).toEqual(parseSettings({}))
})

test("the site's address follows the port, and loses the slashes at its end", () => {
  expect(parseSettings({ PORT: "8080" }).SITE_URL).toBe("http://localhost:8080")
  expect(parseSettings({ SITE_URL: "http://localhost:9000//" }).SITE_URL).toBe("http://localhost:9000")
})

describe("a wrong setting gives one plain line that names it and says what it must be", () => {
  test.each([
    ["PORT", "eighty", "a port number, such as 3000"],
    ["PORT", "0", "a port number, such as 3000"],
    ["PORT", "65536", "a port number, such as 3000"],
    ["MAILBOX_PORT", "1e3", "a port number, such as 1080"],
    ["MAIL_FROM", "Our Journal", "a sender, such as Our Journal <events@example.org>"],
    ["MAIL_RATE", "fast", "messages a second, such as 10, or unlimited"],
    ["MAIL_RATE", "0", "messages a second, such as 10, or unlimited"],
    ["MAIL_CONNECTIONS", "101", "a number of connections from 1 to 100"],
    ["TRUST_PROXY", "yes", "the number of proxies in front of the site, such as 1"],
    ["LIMIT_REGISTRATIONS", "60", "a number and a span, such as 60/10m, or off"],
    ["MAILER", "on", "inline or off"],
    ["OWNER_EMAIL", "organiser", "an email address"],
  ])("%s=%s", (name, value, words) => {
    expect(linesOf({ [name]: value })).toEqual([`${name} is "${value}". It must be ${words}.`])
  })

  test("a line break in it does not make it two", () => {
    expect(linesOf({ MAILER: "in\nline" })).toEqual(['MAILER is "in\\nline". It must be inline or off.'])
  })

  test("and two wrong settings give two lines", () => {
    expect(linesOf({ PORT: "x", MAILER: "x" })).toHaveLength(2)
  })
})

describe("what may hold a password is never shown", () => {
  test.each([
    ["SITE_URL", "ftp://ada:canary@example.org", "the public address of the site"],
    ["SITE_URL", "https:canary.example.org", "the public address of the site"],
    ["DATABASE_URL", "mysql://ada:canary@db/foyer", "a PostgreSQL address"],
    ["SMTP_URL", "https://ada:canary@mail.example.org", "an SMTP address"],
    ["SMTP_URL", "smtp:canary", "an SMTP address"],
    ["AUTH_SECRET", "canary", "at least 32 characters"],
    ["AUTH_SECRET", `${secret("n")},canary`, "at least 32 characters"],
  ])("%s=%s", (name, value, words) => {
    const [line, ...others] = linesOf({ [name]: value })
    expect(line).toContain(`${name} is not usable. It must be ${words}`)
    expect(line).not.toContain("canary")
    expect(others).toEqual([])
  })
})

test("a public site without a mail server is refused, because its mail would reach nobody", () => {
  const [line, ...others] = linesOf({ SITE_URL: "https://events.example.org" })
  expect(line).toMatch(/^SMTP_URL is not set, and SITE_URL is public\. Set SMTP_URL to an SMTP address, such as /)
  expect(others).toEqual([])
})

test("a site on one's own machine needs no mail server", () => {
  for (const host of ["localhost", "foyer.localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) expect(linesOf({ SITE_URL: `http://${host}:3000` })).toEqual([])
})

test("an address that only looks like one's own machine is public", () => {
  for (const host of ["localhost.example.org", "127.0.0.1.example.org", "notlocalhost"]) expect(linesOf({ SITE_URL: `http://${host}` })).toHaveLength(1)
})

test("a database of one's own needs a secret of one's own", () => {
  const database = { DATABASE_URL: "postgresql://ada:canary@db:5432/foyer" }
  const [line, ...others] = linesOf(database)
  expect(line).toBe("AUTH_SECRET is not set, and DATABASE_URL is. It must be at least 32 characters; older secrets may follow after a comma.")
  expect(others).toEqual([])
  expect(parseSettings({ ...database, AUTH_SECRET: secret("a") }).DATABASE_URL).toBe(database.DATABASE_URL)
})

test("older secrets follow the newest after commas", () => {
  expect(parseSettings({ AUTH_SECRET: `${secret("n")}, ${secret("o")},${secret("p")}` }).secrets).toEqual([secret("n"), secret("o"), secret("p")])
})

test.each([
  ["60/10m", { points: 60, seconds: 600 }],
  ["5/30s", { points: 5, seconds: 30 }],
  ["1000/2h", { points: 1000, seconds: 7200 }],
  ["off", null],
])("LIMIT_REGISTRATIONS=%s is understood", (text, limit) => {
  expect(parseSettings({ LIMIT_REGISTRATIONS: text }).LIMIT_REGISTRATIONS).toEqual(limit)
})

test.each(["0/10m", "60/0m", "60/10", "60/10d", "60 per 10m", "-1/10m", "OFF", "6.5/1m"])("LIMIT_REGISTRATIONS=%s is not", (text) => {
  expect(linesOf({ LIMIT_REGISTRATIONS: text })).toHaveLength(1)
})

test("mail can be sent as fast as the server takes it", () => {
  expect(parseSettings({ MAIL_RATE: "unlimited" }).MAIL_RATE).toBeNull()
})
