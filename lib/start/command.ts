import { openDatabase } from "./database"
import { PlainError } from "./plain"
import { explain } from "./run"

export type Database = Awaited<ReturnType<typeof openDatabase>>
type Work = (file: string, stopping: AbortSignal) => Promise<void>

/** Runs `npm run NAME -- FILE` to its end and ends the process. Ctrl-C is a reason to stop, so that nothing half done stays behind. */
export async function runWithFile(name: string, work: Work): Promise<never> {
  const stopping = new AbortController()
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stopping.abort())
  try {
    const [file, ...more] = process.argv.slice(2)
    if (!file || more.length > 0) throw new PlainError(`Usage: npm run ${name} -- FILE`)
    await work(file, stopping.signal)
    process.exit(0)
  } catch (error) {
    explain(error)
    process.exit(1)
  }
}

/** Lets `work` use the database, beside a running site or without one. */
export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase()
  await work(database).finally(database.close)
}
