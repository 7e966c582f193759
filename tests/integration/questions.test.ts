import { beforeEach, describe, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { duplicateEvent } from "@/lib/events/making"
import { addQuestion, moveQuestionUp, removeQuestion, saveQuestion } from "@/lib/questions/mutations"
import { countAnswers, listQuestions } from "@/lib/questions/queries"
import { questionsOf } from "@/lib/questions/rules"
import { mostQuestions, questionSchema } from "@/lib/questions/schema"
import { cancel, register, restore } from "@/lib/registrations/mutations"
import { registrationSchema } from "@/lib/registrations/schema"
import { makeOrganiser } from "./organiser"
import { type Event, find, inItsOwnDatabase, makeEvent, numbers, person, reread, startAfresh } from "./people"

// What an event asks beside name and address, and what becomes of the answers.

inItsOwnDatabase()
let organiser: Organiser
beforeEach(async () => {
  await startAfresh()
  organiser = await makeOrganiser()
})

const asked = (label: string, more: Record<string, string> = {}) => questionSchema.parse({ label, kind: "line", ...more })
const labels = async (event: Event) => questionsOf(await reread(event)).map(({ label }) => label)
const idOf = async (event: Event, label: string) => questionsOf(await reread(event)).find((question) => question.label === label)?.id ?? ""
const answer = (event: Event, email: string, answers: Record<string, string>, ref = "") =>
  register(event.slug, { ...registrationSchema.parse({ name: "Ada Example", email }), answers, ref })

describe("questions", () => {
  test("stand in the order that the organiser chooses, also when many are added at once", async () => {
    const event = await makeEvent()
    await Promise.all(["One", "Two", "Three"].map((label) => addQuestion(organiser, event.id, asked(label))))
    const [first = "", second = "", third = ""] = await labels(event)
    expect([first, second, third].sort()).toEqual(["One", "Three", "Two"])
    await moveQuestionUp(organiser, event.id, await idOf(event, third))
    expect(await labels(event)).toEqual([first, third, second])
    expect(await moveQuestionUp(organiser, event.id, await idOf(event, first))).toBeNull()
    expect(await saveQuestion(organiser, event.id, await idOf(event, first), asked("Another one"))).toBe("saved")
    expect(await labels(event)).toEqual(["Another one", third, second])
  })

  test("that people could not tell apart, and more than a form can hold, are refused", async () => {
    const event = await makeEvent()
    for (const number of numbers(mostQuestions)) expect(await addQuestion(organiser, event.id, asked(`Question ${number}`))).toBe("saved")
    expect(await addQuestion(organiser, event.id, asked("One more"))).toBe("tooMany")
    const id = await idOf(event, "Question 1")
    for (const label of ["QUESTION 2", "email", "Full name"]) expect(await saveQuestion(organiser, event.id, id, asked(label))).toBe("sameLabel")
    expect(await saveQuestion(organiser, event.id, id, asked("Question 1", { hint: "The same one" }))).toBe("saved")
  })

  test("belong to their event, and keep their kind", async () => {
    const [own, other] = [await makeEvent(), await makeEvent()]
    await addQuestion(organiser, other.id, asked("Theirs"))
    const id = await idOf(other, "Theirs")
    expect(await saveQuestion(organiser, own.id, id, asked("Mine"))).toBeNull()
    expect(await removeQuestion(organiser, own.id, id)).toBeNull()
    expect(await saveQuestion(organiser, other.id, id, questionSchema.parse({ label: "Theirs", kind: "tick" }))).toBeNull()
    expect(await labels(other)).toEqual(["Theirs"])
  })

  test("go with the event when it is used again, and are found at an address that it had", async () => {
    const event = await makeEvent()
    await addQuestion(organiser, event.id, asked("What do you eat?"))
    const copy = await duplicateEvent(organiser, event.id, { startsAt: event.startsAt, endsAt: event.endsAt, title: "The next one" })
    expect(questionsOf(await reread({ id: copy ?? "" })).map(({ label }) => label)).toEqual(["What do you eat?"])
    await query(`insert into "OldSlug" values ('an-earlier-address', $1)`, [event.id])
    expect(await listQuestions("an-earlier-address")).toEqual(await listQuestions(event.slug))
    expect(await listQuestions("nowhere")).toEqual([])
  })
})

describe("answers", () => {
  test("come with the registration; after a cancel the new ones take their place, and undoing a cancel keeps them", async () => {
    const event = await makeEvent()
    await addQuestion(organiser, event.id, asked("What do you eat?"))
    const id = await idOf(event, "What do you eat?")
    await answer(event, person(1), { [id]: "Cake" }, "newsletter")
    const { id: registration } = await find(event, person(1))
    await cancel(registration)
    await restore(registration)
    expect(await find(event, person(1))).toMatchObject({ answers: { [id]: "Cake" }, source: "newsletter", status: "registered" })
    await cancel(registration)
    await answer(event, person(1), { [id]: "Fruit" }, "poster")
    expect(await find(event, person(1))).toMatchObject({ answers: { [id]: "Fruit" }, source: "poster", round: 3 })
    // Whoever is registered changes nothing by sending the form again: anybody could.
    await answer(event, person(1), { [id]: "Soup" }, "elsewhere")
    expect(await find(event, person(1))).toMatchObject({ answers: { [id]: "Fruit" }, source: "poster" })
    expect(await countAnswers(organiser, event.id, questionsOf(await reread(event)))).toEqual(new Map([[id, 1]]))
  })

  /** Three people have answered; a question is removed while thirty send their form, and one comes late. How many answers there are to each. */
  async function removeInTheMiddle() {
    const event = await makeEvent()
    for (const label of ["Goes", "Stays"]) await addQuestion(organiser, event.id, asked(label))
    const [goes, stays] = [await idOf(event, "Goes"), await idOf(event, "Stays")]
    const asking = questionsOf(await reread(event))
    const both = { [goes]: "x", [stays]: "y" }
    for (const number of numbers(3)) await answer(event, person(number), both)
    const many = numbers(30).map((number) => answer(event, person(100 + number), both))
    expect((await Promise.all([removeQuestion(organiser, event.id, goes), ...many]))[0]).toBe("saved")
    await answer(event, person(4), both)
    const counts = await countAnswers(organiser, event.id, asking)
    return { goes: counts.get(goes) ?? 0, stays: counts.get(stays) ?? 0 }
  }

  test("are deleted with their question, and none comes after: not even one that was on its way", async () => {
    expect(await removeInTheMiddle()).toEqual({ goes: 0, stays: 34 })
  })

  test("would come after without the check, and the story notices", async () => {
    await query(`create or replace function answers_asked_for(questions jsonb, answers jsonb) returns jsonb language sql immutable as 'select answers'`)
    expect((await removeInTheMiddle()).goes).toBeGreaterThan(0)
  })
})
