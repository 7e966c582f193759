import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import path from "node:path"
import { PrismaPg } from "@prisma/adapter-pg"
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils"
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg"
import { Client, Pool } from "pg"

// Prisma's own migration engine, from the registry as WebAssembly: the CLI would download a binary, and this runs anywhere Node does.
// It writes Prisma's own _prisma_migrations table, so the official CLI works on the same files.

const folder = path.resolve("prisma/migrations")
const schemaFile = path.resolve("prisma/schema.prisma")
/** The schema that the migrations so far lead to: where the next one starts from. */
const migratedSchemaFile = path.join(folder, "schema.prisma")
const noFilter = { externalTables: [], externalEnums: [] }

const isUnfinished = "finished_at is null and rolled_back_at is null"

/**
 * The adapter cuts a script at every semicolon, function bodies included. Sent whole, it is also one transaction, together with the mark that it is done,
 * which the engine would set a moment later: a migration that is marked only as begun was not applied. The mark comes first: while the script of a start
 * that was killed still runs, its row is locked, and the next start waits there.
 */
class WholeScriptPg extends PrismaPg {
  /** What the database said of a script that it did not take. The engine does not pass it on. */
  refusal: Error | null = null

  override async connect() {
    const adapter = await super.connect()
    const database = adapter.underlyingDriver()
    adapter.executeScript = async (script) => {
      try {
        await database.query(`update _prisma_migrations set finished_at = now() where ${isUnfinished};\n${script}`)
      } catch (error) {
        const { rows } = await database.query(`select migration_name as name from _prisma_migrations where ${isUnfinished}`)
        const words = error instanceof Error ? error.message : error
        this.refusal = new Error(`The migration ${rows[0]?.name} could not be applied: ${words}.`, { cause: error })
        throw error
      }
    }
    return adapter
  }
}

let loaded: ReturnType<typeof instantiate> | undefined

/** The engine, once a process: its glue code knows only one instance, and a second one would pull the memory from under the first. */
const loadEngine = () => {
  loaded ??= instantiate()
  return loaded
}

async function instantiate() {
  const wasmFile = path.join(path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm")
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), { "./schema_engine_bg.js": { ...glue } })
  glue.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === "function") start()
  return glue.SchemaEngine
}

async function withEngine<T>(databaseUrl: string, use: (engine: glue.SchemaEngine) => Promise<T>): Promise<T> {
  const SchemaEngine = await loadEngine()
  const datamodel: [string, string] = ["schema.prisma", await readFile(schemaFile, "utf8")]
  const pool = new Pool({ connectionString: databaseUrl })
  const scripts = new WholeScriptPg(pool)
  try {
    return await use(await SchemaEngine.new({ datamodels: [datamodel] }, () => undefined, bindMigrationAwareSqlAdapterFactory(scripts)))
  } catch (error) {
    throw scripts.refusal ?? error
  } finally {
    await pool.end()
  }
}

/** The names of all migrations that this code knows, oldest first. */
export async function listMigrations(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function readMigrations(names: string[]) {
  return Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: await readFile(path.join(folder, name, "migration.sql"), "utf8") } },
    })),
  )
}

/** The advisory lock of whoever changes the tables. Whoever wants them to stay as they are holds it shared. */
export const migrationLock = "hashtext('foyer.migrate')"

/**
 * Brings the database to the newest migration, or to those in `only`, and returns the names of those applied now.
 * Several processes may call it at once: an advisory lock makes them take turns.
 */
export async function migrate(databaseUrl: string, only?: string[]): Promise<string[]> {
  const lock = new Client({ connectionString: databaseUrl })
  await lock.connect()
  try {
    await lock.query(`select pg_advisory_lock(${migrationLock})`)
    const names = only ?? (await listMigrations())
    const applied = await readApplied(lock)
    // Most starts find nothing to do, and need no engine to see it.
    if (names.every((name) => applied.includes(name))) return []
    const migrationsList = {
      baseDir: folder,
      lockfile: { path: "migration_lock.toml", content: await readFile(path.join(folder, "migration_lock.toml"), "utf8") },
      shadowDbInitScript: "",
      migrationDirectories: await readMigrations(names),
    }
    const { appliedMigrationNames } = await withEngine(databaseUrl, (engine) => engine.applyMigrations({ migrationsList, filters: noFilter }))
    return appliedMigrationNames
  } finally {
    await lock.end()
  }
}

/**
 * The names of the migrations that are applied. Forgets those that were only begun: a start that was killed, or a script that failed, leaves the mark of
 * its beginning, and the engine would refuse every later start because of it.
 */
async function readApplied(client: Client): Promise<string[]> {
  const { rows } = await client.query("select to_regclass('_prisma_migrations') as found")
  if (!rows[0]?.found) return []
  await client.query(`delete from _prisma_migrations where ${isUnfinished}`)
  const applied = await client.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  )
  return applied.rows.map(({ name }) => name)
}

/** Writes the migration that leads from the last migrated schema to the present one. Returns its name, or null when nothing changed. */
export async function writeMigration(databaseUrl: string, name: string): Promise<string | null> {
  const side = async (file: string) => ({ tag: "schemaDatamodel" as const, files: [{ path: "schema.prisma", content: await readFile(file, "utf8") }] })
  const [from, to] = [await side(migratedSchemaFile), await side(schemaFile)]
  const { stdout } = await withEngine(databaseUrl, (engine) => engine.diff({ from, to, script: true, exitCode: null, filters: noFilter }))
  if (!stdout || /^-- This is an empty migration/.test(stdout.trim())) return null
  const stamped = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`
  await mkdir(path.join(folder, stamped))
  await writeFile(path.join(folder, stamped, "migration.sql"), stdout)
  await copyFile(schemaFile, migratedSchemaFile)
  return stamped
}
