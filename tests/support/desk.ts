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
  return {
    get: (path: string) => fetch(`${site.url}${page}${path}`, { headers: { cookie }, redirect: "manual" }),
    post: (path: string, fields: Record<string, string>) => post(`${site.url}${page}${path}`, fields, { cookie }),
  }
}
