import { describe, expect, test } from "vitest"
import { query } from "@/lib/db/client"
import { keepImport, runImport } from "@/lib/imports/mutations"
import { getImport, listLines } from "@/lib/imports/queries"
import { readList } from "@/lib/imports/read"
import { type ImportLine, mostLines } from "@/lib/imports/schema"
import { cancel } from "@/lib/registrations/mutations"
import { deleteWhatIsOver } from "@/lib/retention/delete"
import { type Event, find, letters, makeEvent, numbers, person, press, reread, timePasses } from "../support/people"
import { organiser, withTheDesk } from "../support/sending"
import { full } from "../support/size"

// A list of people from a file: what it says, what would happen, and that all of it happens or nothing.

withTheDesk()

/** The lines of a file. Throws when it is refused as a whole. */
function linesOf(text: string | Buffer): ImportLine[] {
  const lines = readList(Buffer.from(text))
  if (typeof lines === "string") throw new Error(`the file was refused: ${lines}`)
  return lines
}
const keep = (event: Event, text: string) => keepImport(organiser, event.id, "list.csv", linesOf(text))
const fatesOf = async (event: Event, id: string) => {
  const fates = (await getImport(organiser, event.id, id))?.fates
  return Object.fromEntries(Object.entries(fates ?? {}).filter(([, count]) => count > 0))
}
const run = (event: Event, id: string, count: number, leaveOut = false) => runImport(organiser, event.id, id, { count, leaveOut })
const listed = async (event: Event) =>
  (
    await query<{ email: string; status: string }>(
      `select email, status from "Registration" where "eventId" = $1 and status <> 'cancelled' order by "registeredAt", id`,
      [event.id],
    )
  ).map(({ email, status }) => `${email} ${status}`)

describe("a file", () => {
  test.each([
    ["commas", "Name,Email,Organisation\r\nAda,ada@example.org,Union\r\n"],
    ["semicolons and a mark before it", "\ufeffE-mail;Full name;Affiliation\nada@example.org;Ada;Union"],
    ["tabs, two names, other columns", "First name\tShoe size\tLast name\tEmail address\n\tXL\tAda\tada@example.org"],
  ])("is read with %s", (_, text) => {
    expect(linesOf(text)).toEqual([expect.objectContaining({ line: 2, name: "Ada", email: "ada@example.org", emailKey: "ada@example.org" })])
  })

  test("is read as Windows writes it, when it is not UTF-8", () => {
    expect(linesOf(Buffer.from("name,email\nZo\xeb M\xfcller,zoe@example.org", "latin1"))[0]).toMatchObject({ name: "Zoë Müller" })
  })

  test("names each line that cannot be read, by its number in the file", () => {
    const text =
      'name,email\n"Ada\nExample",ada@example.org\n\nGrace,grace.example.org\n,joan@example.org\nBob,bob@example.org,more,cells\nhttp://spam.example,a@example.org'
    expect(linesOf(text).map((line) => [line.line, "problem" in line ? line.problem : line.name])).toEqual([
      [3, "Ada Example"],
      [5, "Enter an email address in the correct format, like name@example.com"],
      [6, "The name is missing"],
      [7, "Bob"],
      [8, "Enter a name without a web address"],
    ])
  })

  test.each([
    ["columns", "surname first,mail to\nAda,ada@example.org"],
    ["columns", ""],
    ["empty", "name,email\n\n"],
    ["quotes", 'name,email\n"Ada,ada@example.org\nGrace,grace@example.org'],
    ["long", `name,email\n${"Ada,ada@example.org\n".repeat(mostLines + 1)}`],
  ])("is refused as a whole for: %s", (refusal, text) => {
    expect(readList(Buffer.from(text))).toBe(refusal)
  })
})

describe("an import", () => {
  test("shows the fate of each line, does what it showed, and the same file once more does nothing", async () => {
    const event = await makeEvent({ capacity: 4, waitingList: true })
    for (const number of [1, 2]) await press(event, person(number))
    await cancel((await find(event, person(2))).id)
    const text = `name,email\nOne,PERSON1@example.org\nTwo,person2@example.org\nThree,person3@example.org\nThree again,Person3@EXAMPLE.org\nFour,person4@example.org\nFive,person5@example.org\nSix,person6@example.org\n`
    const id = await keep(event, text)
    expect(await fatesOf(event, id)).toEqual({ registered: 3, waiting: 1, known: 1, cancelled: 1, twice: 1 })
    expect((await listLines(organiser, id, { fate: null, after: 0, most: 100 })).map(({ line, fate }) => `${line} ${fate}`)).toEqual([
      "2 known",
      "3 cancelled",
      "4 registered",
      "5 twice",
      "6 registered",
      "7 registered",
      "8 waiting",
    ])
    expect(await run(event, id, 4)).toBe("done")
    expect(await listed(event)).toEqual([...[1, 3, 4, 5].map((number) => `${person(number)} registered`), `${person(6)} waiting`])
    expect((await reread(event)).taken).toBe(4)
    expect((await letters(event, person(3))).map(({ kind }) => kind)).toEqual(["confirmation"])
    expect((await letters(event, person(6))).map(({ kind }) => kind)).toEqual(["waiting"])
    expect(await run(event, id, 4)).toBe("done")
    const again = await keep(event, text)
    expect(await fatesOf(event, again)).toEqual({ known: 5, cancelled: 1, twice: 1 })
    expect(await run(event, again, 0)).toBe("done")
    expect(await letters(event)).toHaveLength(1 + 1 + 4 + 1)
  })

  test("pressed ten times at once registers everybody once", async () => {
    const event = await makeEvent()
    const id = await keep(
      event,
      `name,email\n${numbers(20)
        .map((number) => `P,${person(number)}`)
        .join("\n")}`,
    )
    expect(await Promise.all(numbers(10).map(() => run(event, id, 20)))).toEqual(numbers(10).map(() => "done"))
    expect(await letters(event)).toHaveLength(20)
    expect((await reread(event)).taken).toBe(20)
    expect(await query(`select from "AuditEntry" where act = 'list imported'`)).toHaveLength(1)
  })

  test("does nothing when a line cannot be read and nobody said to leave it out, when there is too little room, or when the list has changed meanwhile", async () => {
    const event = await makeEvent({ capacity: 2 })
    const bad = await keep(event, `name,email\nOne,${person(1)}\nTwo,nowhere`)
    expect(await run(event, bad, 1)).toBe("changed")
    expect(await listed(event)).toEqual([])
    expect(await run(event, bad, 1, true)).toBe("done")
    const large = await keep(event, `name,email\nTwo,${person(2)}\nThree,${person(3)}`)
    expect(await fatesOf(event, large)).toEqual({ registered: 1, "no-place": 1 })
    expect(await run(event, large, 1)).toBe("changed")
    await press(event, person(3))
    expect(await run(event, large, 1, true)).toBe("changed")
    expect(await listed(event)).toEqual([1, 3].map((number) => `${person(number)} registered`))
  })

  test("in the middle of which a statement fails leaves nobody registered", async () => {
    const event = await makeEvent()
    const id = await keep(
      event,
      `name,email\n${numbers(20)
        .map((number) => `P,${person(number)}`)
        .join("\n")}`,
    )
    // The letter of the last of them cannot be written.
    await query(
      `create function refuse() returns trigger language plpgsql as $$ begin if new."registrationId" is not null and (select email = 'person20@example.org' from "Registration" where id = new."registrationId") then raise exception 'no'; end if; return new; end $$`,
    )
    await query(`create trigger refuse after insert on "Delivery" for each row execute function refuse()`)
    await expect(run(event, id, 20)).rejects.toThrow("no")
    await query(`drop trigger refuse on "Delivery"; drop function refuse`)
    expect(await listed(event)).toEqual([])
    expect((await reread(event)).taken).toBe(0)
    expect(await run(event, id, 20)).toBe("done")
    expect(await listed(event)).toHaveLength(20)
  })

  test("is of its own event, is for events that one can register for, and is forgotten after a day", async () => {
    const [event, other, draft] = [await makeEvent(), await makeEvent(), await makeEvent({ status: "draft" })]
    const id = await keep(event, `name,email\nOne,${person(1)}`)
    expect(await getImport(organiser, other.id, id)).toBeNull()
    expect(await run(other, id, 1)).toBeNull()
    expect(await run(draft, await keep(draft, `name,email\nOne,${person(1)}`), 1)).toBe("closed")
    await timePasses(24 * 3600 + 1)
    await deleteWhatIsOver()
    expect(await getImport(organiser, event.id, id)).toBeNull()
  })
})

test("a long list with bad lines names each of them, and comes in whole or not at all", async () => {
  const [lines, bad] = full([5000, 50], [50_000, 500])
  const event = await makeEvent({ capacity: 100_000 })
  const isBad = (number: number) => number % (lines / bad) === 0
  const text = `name,email,organisation\n${numbers(lines)
    .map((number) => (isBad(number) ? `Person ${number},nowhere${number},` : `Person ${number},${person(number)},Union`))
    .join("\n")}`
  const began = performance.now()
  const id = await keep(event, text)
  const looked = performance.now()
  expect(await fatesOf(event, id)).toEqual({ registered: lines - bad, bad })
  const named = await listLines(organiser, id, { fate: "bad", after: 0, most: 1000 })
  expect(named.map(({ line }) => line)).toEqual(
    numbers(lines)
      .filter(isBad)
      .map((number) => number + 1),
  )
  expect(named.every(({ problem }) => problem?.startsWith("Enter an email address"))).toBe(true)
  const shown = performance.now()
  expect(await run(event, id, lines - bad)).toBe("changed")
  expect((await reread(event)).taken).toBe(0)
  const pressed = performance.now()
  expect(await run(event, id, lines - bad, true)).toBe("done")
  const done = performance.now()
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1)
  console.log(
    `${lines} lines with ${bad} bad ones: read and kept in ${seconds(began, looked)} s, looked at in ${seconds(looked, shown)} s, ${lines - bad} registered in ${seconds(pressed, done)} s`,
  )
  const [held] = await query(
    `select (select count(*) from "Registration" where "eventId" = $1) as people, (select count(*) from "Delivery" where "eventId" = $1 and kind = 'confirmation') as letters`,
    [event.id],
  )
  expect(held).toEqual({ people: lines - bad, letters: lines - bad })
  const again = await keep(event, text)
  expect(await fatesOf(event, again)).toEqual({ known: lines - bad, bad })
})
