import { disconnect } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { migrate } from "@/prisma/migrate"
import { seedDemonstration } from "@/prisma/seed/seed"
import { openDatabase } from "./database"
import { explain } from "./run"

// npm run seed: puts the demonstration into an empty database, which `npm start` does by itself for the embedded one only.

try {
  const database = await openDatabase()
  await migrate(settings().DATABASE_URL ?? "")
  console.log((await seedDemonstration()) ? "The demonstration is in the database." : "There are events already, so nothing was added.")
  await disconnect()
  await database.close()
  process.exit(0)
} catch (error) {
  explain(error)
  process.exit(1)
}
