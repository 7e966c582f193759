import { beforeEach, expect, test } from "vitest"
import { listNamesSeen } from "@/lib/registrations/names"
import { readFilter } from "@/lib/registrations/schema"
import { makeViewer } from "../support/organiser"
import { type Event, enrolMany, inItsOwnDatabase, makeEvent, startAfresh } from "../support/people"

inItsOwnDatabase()
let event: Event
beforeEach(async () => {
  await startAfresh()
  event = await makeEvent()
  const people = [
    ["Ada Lovelace", "countess@hidden.example", "Analytical Society"],
    ["Grace Hopper", "grace@navy.example", "Navy"],
  ]
  for (const [name, email, organisation] of people)
    await enrolMany(event, 1, { name: `'${name}'`, email: `'${email}'`, organisation: `'${organisation}'`, note: "'a secret'" })
})

const found = async (search: string) => {
  const { people } = await listNamesSeen(await makeViewer(event.id), event.id, readFilter({ search }))
  return people.map(({ name }) => name).sort()
}

test("viewers see who is on the list, and nothing that an address or a note would say", async () => {
  const { people } = await listNamesSeen(await makeViewer(event.id), event.id, readFilter({}))
  expect(people.map(({ name }) => name).sort()).toEqual(["Ada Lovelace", "Grace Hopper"])
  expect(JSON.stringify(people)).not.toMatch(/@|example|secret/)
})

test("their search finds names and organisations, and is no way to ask for addresses", async () => {
  expect([await found("love"), await found("gra"), await found("analytical ada"), await found("NAVY")]).toEqual([
    ["Ada Lovelace"],
    ["Grace Hopper"],
    ["Ada Lovelace"],
    ["Grace Hopper"],
  ])
  for (const search of ["countess", "hidden", "countess@hidden.example", "@", "navy.example", "example", "grace@"])
    expect([search, await found(search)]).toEqual([search, []])
})
