import { randomUUID } from "node:crypto"
import { sql } from "./sql"

/** Opens a session of somebody on the team without a letter: `word` is what their browser holds. Returns its cookie. `lasts`: an interval of PostgreSQL. */
export async function openSession(databaseUrl: string, userId: string, word: string, lasts = "1 day"): Promise<string> {
  await sql(
    databaseUrl,
    `insert into "Session" ("sessionToken", "userId", expires) values (encode(sha256(convert_to($1, 'UTF8')), 'hex'), $2, now() + $3::interval)`,
    [word, userId, lasts],
  )
  return `authjs.session-token=${word}`
}

/** The id of the site's first owner. */
export async function ownerOf(databaseUrl: string): Promise<string> {
  const [owner] = await sql<{ id: string }>(databaseUrl, `select id from "User" where role = 'owner' order by "createdAt" limit 1`)
  if (!owner) throw new Error("the site has no owner")
  return owner.id
}

/** A new session of the site's first owner, as if they had come in by a link that was mailed to them. Returns its cookie. */
export async function openOwnerSession(databaseUrl: string): Promise<string> {
  const owner = await ownerOf(databaseUrl)
  await sql(databaseUrl, `update "User" set "emailVerified" = coalesce("emailVerified", now()) where id = $1`, [owner])
  return openSession(databaseUrl, owner, randomUUID())
}
