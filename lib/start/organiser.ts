import { issueSignInLink } from "@/lib/auth/sign-in-link"
import { addOrganiser } from "@/lib/auth/users"
import { disconnect } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { migrate } from "@/prisma/migrate"
import { openDatabase } from "./database"
import { explain } from "./run"

// npm run organiser -- add EMAIL      makes somebody an organiser
// npm run organiser -- link EMAIL     prints a sign-in link

const [act, email] = process.argv.slice(2)

async function run(act: string, email: string): Promise<number> {
  await migrate(settings().DATABASE_URL ?? "")
  if (act === "add") {
    console.log((await addOrganiser(email)) ? `${email} is an organiser now.` : `${email} was an organiser already.`)
    return 0
  }
  const link = await issueSignInLink(email)
  console.log(link ?? `There is no organiser ${email}. Make one: npm run organiser -- add ${email}`)
  return link ? 0 : 1
}

if (!email?.includes("@") || (act !== "add" && act !== "link")) {
  console.error("Usage: npm run organiser -- add EMAIL, or npm run organiser -- link EMAIL")
  process.exit(1)
}
try {
  const database = await openDatabase()
  process.exit(await run(act, email).finally(disconnect).finally(database.close))
} catch (error) {
  explain(error)
  process.exit(1)
}
