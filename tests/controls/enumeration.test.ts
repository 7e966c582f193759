import { beforeAll, expect, test } from "vitest"
import { furthest, inWords, startDoors } from "../support/answers-alike"
import { full } from "../support/size"
import { sql } from "../support/sql"
import { without } from "../support/without"

// Takes out the guards of `timing/enumeration`: a door answers as soon, and says the same, whether or not an address is on the list.

const patience = full(120_000, 900_000)
let doors: Awaited<ReturnType<typeof startDoors>>

beforeAll(async () => {
  doors = await startDoors()
})

test(
  "a door that answers early for whoever is known is caught",
  async () => {
    await doors.makeEvent("early", "capacity = 1000000", "2 days")
    await sql(
      doors.database,
      `create function take_longer() returns trigger language plpgsql as $$ begin perform pg_sleep(0.06); return new; end $$;
       create trigger take_longer before insert on "Registration" for each row execute function take_longer()`,
    )
    const { shares } = await doors.askForAll("/events/early/registrations")
    console.log(`whoever is not known takes longer: ${inWords(shares)}`)
    expect(furthest(shares)).toBeGreaterThan(0.1)
    await sql(doors.database, "drop function take_longer cascade")
  },
  patience,
)

test("and so is one that says another word", async () => {
  await doors.makeEvent("word", "capacity = 1000000", "2 days")
  await without(doors.database, "register_attendee", "answers alike")
  expect((await doors.askForAll("/events/word/registrations", 5)).said.length).toBeGreaterThan(1)
})
