import { post } from "./posts"
import type { Site } from "./site"
import { sql } from "./sql"

/** Signs in as the first organiser without a browser, and posts forms of the desk for one event. */
export async function openDesk(site: Site, slug: string) {
  const answer = await post(`${site.signInLink()}/use`, {})
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ")
  if (!cookie.includes("session-token")) throw new Error(`The sign-in answered ${answer.status} without a session.`)
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
      for (let wait = 0; wait < 200; wait += 1, await new Promise((resolve) => setTimeout(resolve, 100))) {
        const sent = await sql(await site.databaseUrl(), `select from "Delivery" where kind = 'test' and state = 'sent' and "eventId" = $1`, [event?.id])
        if (sent.length > 0) return
      }
      throw new Error("The test mail did not go.")
    },
    /** Not compressed: what is measured is the site. */
    get: (path: string) => fetch(`${site.url}${page}${path}`, { headers: { cookie, "accept-encoding": "identity" }, redirect: "manual" }),
    post: sendForm,
  }
}
