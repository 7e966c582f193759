import { settings } from "@/lib/env"
import { migrate } from "@/prisma/migrate"
import { openDatabase } from "./database"

const database = await openDatabase()
const applied = await migrate(settings().DATABASE_URL ?? "")
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is current.")
await database.close()
process.exit(0)
