import { createServer } from "node:http"
import { disconnect } from "@/lib/db/client"
import { startMailer } from "@/lib/deliveries/mailer"
import { isLoopback, settings } from "@/lib/env"
import { readHealth } from "@/lib/health"
import { answerMetrics } from "@/lib/metrics/answer"
import { migrate } from "@/prisma/migrate"
import { openDatabase } from "./database"
import { PlainError, say } from "./plain"
import { listen } from "./ports"
import { runUntilStopped } from "./run"

// The mailer alone, with its own /health and /metrics: as many of these as wanted share the work of one database.

await runUntilStopped(async (keep) => {
  const { PORT, SITE_URL, SMTP_URL } = settings()
  if (!SMTP_URL) throw new PlainError("A worker needs SMTP_URL: the local mailbox belongs to `npm start`.")
  const server = createServer(async (request, response) => {
    if (answerMetrics(request, response, (request.url ?? "/").split("?")[0] ?? "/")) return
    const { status, body } = await readHealth()
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(body))
  })
  const database = await openDatabase()
  keep(database.close, disconnect)
  await migrate(settings().DATABASE_URL ?? "")
  await listen(server, PORT, isLoopback(SITE_URL) ? "127.0.0.1" : undefined, "PORT")
  keep(async () => void server.close())
  keep(startMailer().stop)
  say(`The mailer is running. Its health is at http://localhost:${PORT}/health.`)
})
