import { settings } from "@/lib/env"
import { writeMigration } from "@/prisma/migrate"
import { openDatabase } from "./database"

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Say what the migration does, in lower case with underscores: npm run migration -- add_portraits")
  process.exit(1)
}
// The engine computes the difference from two schema files, yet it will not start without a database to talk to.
const database = await openDatabase()
const written = await writeMigration(settings().DATABASE_URL ?? "", name)
console.log(
  written ? `prisma/migrations/${written}/migration.sql is written. Read it before you commit it.` : "The schema has not changed since the last migration.",
)
await database.close()
process.exit(0)
