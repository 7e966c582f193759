import { randomUUID } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm } from "node:fs/promises"
import { pipeline as pipe } from "node:stream"
import { pipeline } from "node:stream/promises"
import { createGunzip, createGzip } from "node:zlib"
import { z } from "zod"
import { readSections } from "./backup-sections"
import { PlainError } from "./plain"

// A backup is one gzip file: a line of JSON that says what it is, then the rows of each table in PostgreSQL's text format for COPY.
// A line `\.` ends each table, as in the scripts of pg_dump: in a row every backslash is doubled, so no row can be that line.

const about = "A backup of Foyer. After this line come the rows of each table, as COPY writes them, and a line \\. after each table."
const newestFormat = 1

const headerSchema = z.object({
  about: z.literal(about),
  format: z.literal(newestFormat),
  migrations: z.array(z.string()).min(1),
  secrets: z.array(z.string().regex(/^[\w-]{32,}$/)),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1) })),
})

export type Contents = Omit<z.infer<typeof headerSchema>, "about" | "format">
export type Table = Contents["tables"][number]
type Rows = AsyncIterable<Uint8Array>
const words = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Writes a backup, readable for this user alone. The file gets its name when it is complete; one of that name is replaced. Throws PlainError. */
export async function writeBackup(file: string, contents: Contents, rowsOf: (table: Table) => Rows, stopping: AbortSignal): Promise<void> {
  const partial = `${file}.${randomUUID()}`
  async function* everything() {
    yield `${JSON.stringify({ about, format: newestFormat, ...contents })}\n`
    for (const table of contents.tables) {
      yield* rowsOf(table)
      yield "\\.\n"
    }
  }
  try {
    await pipeline(everything(), createGzip(), createWriteStream(partial, { flags: "wx", mode: 0o600, flush: true }), { signal: stopping })
    await rename(partial, file)
  } catch (error) {
    await rm(partial, { force: true })
    throw new PlainError(`The backup ${file} could not be written (${words(error)}).`)
  }
}

/** Opens a backup: what it says of itself, and its rows table by table, to be read once and in order. Throws PlainError when it is none. */
export async function openBackup(file: string): Promise<{ contents: Contents; rows: () => Rows; expectEnd: () => Promise<void> }> {
  // Large pieces, so that a picture, which is one line, is put together from few.
  const text = pipe(createReadStream(file), createGunzip({ chunkSize: 1 << 20 }), () => undefined)
  const { firstLine, rows, expectEnd } = readSections(text)
  const line = await firstLine().catch((error) => {
    const isUnreadable = error.syscall !== undefined
    throw new PlainError(isUnreadable ? `${file} cannot be read (${error.message}).` : `${file} is not a backup of Foyer.`)
  })
  return { contents: readHeader(file, line), rows, expectEnd }
}

function readHeader(file: string, line: string): Contents {
  const read = headerSchema.safeParse(parse(line))
  if (read.success) return read.data
  const format = z.object({ about: z.string(), format: z.number() }).safeParse(parse(line)).data?.format ?? 0
  throw new PlainError(format > newestFormat ? `${file} was written by a newer Foyer. Restore it with that one.` : `${file} is not a backup of Foyer.`)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
