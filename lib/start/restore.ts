import { pipeline } from "node:stream/promises"
import { type Client, escapeIdentifier } from "pg"
import { from as copyFrom } from "pg-copy-streams"
import { settings } from "@/lib/env"
import { listMigrations, migrate, migrationLock } from "@/prisma/migrate"
import { openBackup } from "./backup-file"
import { runWithFile, withDatabase } from "./command"
import { PlainError, say } from "./plain"
import { keepRestoredSecrets } from "./secrets"
import { listApplied, listFilled, listTables, sayWhatIs, withConnection } from "./tables"

// npm run restore -- FILE     puts a backup into an empty database

type Backup = Awaited<ReturnType<typeof openBackup>>

await runWithFile("restore", async (file, stopping) => {
  const backup = await openBackup(file)
  const { migrations } = backup.contents
  const known = await listMigrations()
  if (migrations.some((name) => !known.includes(name))) throw new PlainError(`${file} was written by a newer Foyer. Restore it with that one.`)
  await withDatabase(async ({ embedded }) => {
    const url = settings().DATABASE_URL ?? ""
    await withConnection((client) => expectEmpty(client, migrations))
    // First the tables as they were when the backup was made. What has changed in them since then is done to the restored rows, as it was to everybody's.
    await migrate(url, migrations)
    const { rows, kept } = await withConnection((client) => copyIn(client, file, backup, stopping))
    await migrate(url)
    say(`${sayWhatIs(rows)} in the database.`)
    if (kept) sayWhereSecretsAre(embedded)
  })
})

/** Throws PlainError when the database holds anything of its own already, or tables that are newer than the backup. */
async function expectEmpty(client: Client, migrations: string[]): Promise<void> {
  const filled = await listFilled(client, await listTables(client))
  const elsewhere = "set DATA_DIR to a new folder, or DATABASE_URL to a new database"
  if (filled.length > 0) throw new PlainError(`The database is not empty: there is something in ${filled.join(", ")}. To restore, ${elsewhere}.`)
  const isNewer = (await listApplied(client)).some((name) => !migrations.includes(name))
  if (isNewer) throw new PlainError(`The database has tables that are newer than the backup. To restore, ${elsewhere} without any tables.`)
}

/** Puts in all rows, or none when anything is wrong with one of them. Returns how many by table, and whether secrets came with them. */
async function copyIn(client: Client, file: string, backup: Backup, stopping: AbortSignal) {
  try {
    await client.query("begin")
    await makeRoom(client, backup.contents)
    await setTriggers(client, backup, "disable")
    const rows = await copyTables(client, backup, stopping)
    await setTriggers(client, backup, "enable")
    // Before the rows are there for good: without the secrets, the links in everybody's mail would open nothing.
    const kept = await keepSecrets(backup.contents.secrets)
    await client.query("commit")
    return { rows, kept }
  } catch (error) {
    if (error instanceof PlainError) throw error
    throw new PlainError(`${file} could not be restored (${error instanceof Error ? error.message : error}). The database is as empty as it was.`)
  }
}

/** Keeps everybody else out until the end of the transaction, and takes away what migrations and an empty start have made. */
async function makeRoom(client: Client, { migrations, tables }: Backup["contents"]): Promise<void> {
  const names = tables.map(({ name }) => escapeIdentifier(name))
  // A site that starts meanwhile waits with newer migrations, and one that is running with what it would write.
  await client.query(`select pg_advisory_xact_lock_shared(${migrationLock})`)
  await client.query(`lock table ${names} in share row exclusive mode`)
  await expectEmpty(client, migrations)
  for (const name of names.reverse()) await client.query(`delete from ${name}`)
}

/** Rows come back as they were: what the database does by itself when one is written was done when it was written first. */
async function setTriggers(client: Client, { contents }: Backup, word: "disable" | "enable"): Promise<void> {
  for (const { name } of contents.tables) await client.query(`alter table ${escapeIdentifier(name)} ${word} trigger user`)
}

async function copyTables(client: Client, backup: Backup, stopping: AbortSignal): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { name, columns } of backup.contents.tables) {
    const copy = client.query(copyFrom(`copy ${escapeIdentifier(name)} (${columns.map(escapeIdentifier)}) from stdin`))
    await pipeline(backup.rows(), copy, { signal: stopping })
    counts.set(name, copy.rowCount)
  }
  await backup.expectEnd()
  return counts
}

/** Keeps the secrets that nobody here knows yet. False: there were none. */
async function keepSecrets(secrets: string[]): Promise<boolean> {
  const { DATA_DIR, secrets: known } = settings()
  const added = secrets.filter((secret) => !known.includes(secret))
  if (added.length > 0) await keepRestoredSecrets(DATA_DIR, added)
  return added.length > 0
}

function sayWhereSecretsAre(embedded: boolean): void {
  say(
    `Links in mail that was sent stay good: what they were sealed with is in ${settings().DATA_DIR}/secrets-restored. A site that is running reads it at its next start.`,
  )
  if (!embedded) say("When the site runs on several machines, each needs that file in its DATA_DIR.")
}
