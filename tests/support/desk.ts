import { post } from "./posts"
import { openOwnerSession } from "./session"
import type { Site } from "./site"
import { sql } from "./sql"
import { until } from "./until"

/** Comes in as the first organiser without a browser, and posts forms of the desk for one event. */
export async function openDesk(site: Pick<Site, "url" | "databaseUrl">, slug: string) {
  const cookie = await openOwnerSession(await site.databaseUrl())
  const [event] = await sql<{ id: string }>(await site.databaseUrl(), `select id from "Event" where slug = $1`, [slug])
  const page = `/admin/events/${event?.id}`
  const sendForm = (path: string, fields: Record<string, string>) => post(`${site.url}${page}${path}`, fields, { cookie })
  return {
    cookie,
    /** The event's own page of the desk, without the site. */
    page,
    id: event?.id ?? "",
    /** Any page of the site, for the organiser. */
    site: (path: string) => fetch(`${site.url}${path}`, { headers: { cookie } }),
    /** Sends the test that must go before everybody gets the joining details, and waits until the mail server has it. */
    async test(): Promise<void> {
      await sendForm("/send/test", {})
      const sent = `select from "Delivery" where kind = 'test' and state = 'sent' and "eventId" = $1`
      await until(async () => (await sql(await site.databaseUrl(), sent, [event?.id])).length > 0)
    },
    /** Not compressed: what is measured is the site. */
    get: (path: string) => fetch(`${site.url}${page}${path}`, { headers: { cookie, "accept-encoding": "identity" }, redirect: "manual" }),
    post: sendForm,
  }
}
