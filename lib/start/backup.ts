import { type Client, escapeIdentifier } from "pg"
import { to as copyTo } from "pg-copy-streams"
import { settings } from "@/lib/env"
import { migrationLock } from "@/prisma/migrate"
import { type Table, writeBackup } from "./backup-file"
import { runWithFile, withDatabase } from "./command"
import { PlainError, say } from "./plain"
import { carriedSecrets } from "./secrets"
import { listApplied, listTables, sayWhatIs, withConnection } from "./tables"

// npm run backup -- FILE     writes everything that is worth keeping into one file, as it is at one moment

await runWithFile("backup", async (file, stopping) => {
  const { DATA_DIR, secrets: given } = settings()
  await withDatabase(async ({ embedded }) => {
    const secrets = await carriedSecrets(DATA_DIR, embedded)
    const rows = await withConnection((client) => copyOut(client, file, secrets, stopping))
    say(`${sayWhatIs(rows)} in ${file}.`)
    if (given.length > 0) say("AUTH_SECRET is not in it: keep it as well, or the links in mail that was sent open nothing.")
  })
})

/** Writes the rows of one moment and returns how many there are by table. */
async function copyOut(client: Client, file: string, secrets: string[], stopping: AbortSignal): Promise<Map<string, number>> {
  // A migration that writes a table anew leaves nothing to see in it for a moment that began before. So none runs meanwhile, and the moment begins after the lock.
  await client.query(`select pg_advisory_lock_shared(${migrationLock})`)
  await client.query("begin isolation level repeatable read read only")
  const [migrations, tables] = [await listApplied(client), await listTables(client)]
  if (migrations.length === 0)
    throw new PlainError("There is nothing to back up: the database is not one of Foyer's. Set DATABASE_URL or DATA_DIR as the site has it.")
  const copies = new Map<string, ReturnType<typeof copyTo>>()
  function rowsOf({ name, columns }: Table) {
    const copy = client.query(copyTo(`copy ${escapeIdentifier(name)} (${columns.map(escapeIdentifier)}) to stdout`))
    copies.set(name, copy)
    return copy
  }
  await writeBackup(file, { migrations, secrets, tables }, rowsOf, stopping)
  // The server tells how many rows there were after the last of them.
  await client.query("commit")
  return new Map([...copies].map(([name, { rowCount }]) => [name, rowCount]))
}
