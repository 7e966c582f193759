import { issueSignInLink } from "@/lib/auth/sign-in-link"
import { ensureOwner, hasAnyoneSignedIn } from "@/lib/auth/users"
import { disconnect } from "@/lib/db/client"
import { startMailer } from "@/lib/deliveries/mailer"
import { isLoopback, provide, settings } from "@/lib/env"
import { migrate } from "@/prisma/migrate"
import { seedDemonstration } from "@/prisma/seed/seed"
import { buildIfNeeded } from "./build"
import { openDatabase } from "./database"
import { startMailbox } from "./mailbox"
import { say } from "./plain"
import { runUntilStopped } from "./run"
import { reserveSite } from "./site"

/** What `npm start` and `npm run dev` do, in order. What was opened last is closed first: the mailer, the site, and last the database. */
export function start(development: boolean): Promise<never> {
  return runUntilStopped(async (keep, stopping) => {
    provide({ AUTH_URL: `${settings().SITE_URL}/api/auth` })
    const site = await reserveSite(development)

    const database = await openDatabase()
    keep(database.close, disconnect)
    if (database.embedded) say("PostgreSQL is running.")
    await migrate(settings().DATABASE_URL ?? "")
    if (database.embedded && (await seedDemonstration())) say("The demonstration is in the database.")
    await ensureOwner(settings().OWNER_EMAIL)

    const mailbox = settings().SMTP_URL ? null : await startMailbox()
    if (mailbox) keep(mailbox.close)

    if (!development) await buildIfNeeded(stopping)
    keep(site.close)
    await site.open()
    if (settings().MAILER === "inline") keep(startMailer().stop)
    await greet(mailbox?.url ?? null)
  })
}

async function greet(mailbox: string | null): Promise<void> {
  const { SITE_URL, OWNER_EMAIL } = settings()
  say("")
  say(`  Site     ${SITE_URL}`)
  say(`  Desk     ${SITE_URL}/admin`)
  if (mailbox) say(`  Mailbox  ${mailbox}`)
  if (!(await hasAnyoneSignedIn())) say(`  Sign in  ${await issueSignInLink(OWNER_EMAIL)}  (once, within an hour)`)
  if (SITE_URL.startsWith("http:") && !isLoopback(SITE_URL)) say("\n  SITE_URL begins with http: whoever is on the way can read names, links and sign-ins.")
  say("\n  Ctrl-C stops everything.\n")
}
