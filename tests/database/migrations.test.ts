import { expect, test } from "vitest"
import { listMigrations, migrate } from "@/prisma/migrate"
import { emptyDatabase } from "../support/database"
import { sql } from "../support/sql"

// A start may be killed while it changes the tables, or meet a database in which it cannot: the next one goes on.

const first = (await listMigrations()).slice(0, 3)

test("a migration that fails leaves nothing, and applies once its cause is mended", async () => {
  const url = await emptyDatabase()
  const [clock = "", tables = ""] = first
  await migrate(url, [clock])
  await sql(url, `create table "Delivery" (id int)`)
  for (let attempt = 0; attempt < 2; attempt += 1)
    await expect(migrate(url, first)).rejects.toThrow(`${tables} could not be applied: relation "Delivery" already exists.`)
  expect(await sql(url, `select to_regclass('"Event"') as event`)).toEqual([{ event: null }])
  await sql(url, `drop table "Delivery"`)
  expect(await migrate(url, first)).toEqual(first.slice(1))
  expect(await migrate(url, first)).toEqual([])
  expect(await sql(url, "select migration_name, applied_steps_count::int as steps from _prisma_migrations where finished_at is not null order by 1")).toEqual(
    [clock, tables, first[2]].map((migration_name) => ({ migration_name, steps: 1 })),
  )
})

test("a start that is killed between the script and the engine's own mark has applied it", async () => {
  const url = await emptyDatabase()
  await migrate(url, first.slice(0, 1))
  // The engine sets its mark in a statement of its own, after the script: here it finds a database that is gone.
  await sql(
    url,
    `create function cut_off() returns trigger language plpgsql as $$
     begin
       if current_query() like '%applied_steps_count%' then perform pg_terminate_backend(pg_backend_pid()); end if;
       return new;
     end $$;
     create trigger cut_off before update on _prisma_migrations for each row execute function cut_off()`,
  )
  await expect(migrate(url, first)).rejects.toThrow()
  expect(await sql(url, `select to_regclass('"Event"')::text as event`)).toEqual([{ event: '"Event"' }])
  await sql(url, "drop function cut_off cascade")
  expect(await migrate(url, first)).toEqual(first.slice(2))
})
