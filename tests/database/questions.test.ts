import { beforeEach, describe, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { settings } from "@/lib/env"
import { duplicateEvent } from "@/lib/events/making"
import { ownDetailsSchemaOf } from "@/lib/own-details/schema"
import { addQuestion, moveQuestionUp, removeQuestion, saveQuestion } from "@/lib/questions/mutations"
import { countAnswers, listQuestions } from "@/lib/questions/queries"
import { fieldName, questionsOf } from "@/lib/questions/rules"
import { mostQuestions, questionSchema } from "@/lib/questions/schema"
import { registrationSchemaOf } from "@/lib/registrations/form"
import { cancel, register, restore } from "@/lib/registrations/mutations"
import { changeOwnDetails } from "@/lib/registrations/own-details"
import { registrationSchema } from "@/lib/registrations/schema"
import { makeOrganiser } from "../support/organiser"
import { type Event, find, inItsOwnDatabase, makeEvent, numbers, person, reread, startAfresh } from "../support/people"
import { without } from "../support/without"

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

describe("a question that only an answer makes asked", () => {
  const condition = async (event: Event, label: string, choice = "") => `${await idOf(event, label)} ${choice}`.trim()
  /** "How do you come?", and what only those are asked who come in person. */
  async function makeJourney() {
    const event = await makeEvent()
    await addQuestion(organiser, event.id, asked("How do you come?", { kind: "one", choices: "Online\nIn person" }))
    const shownWhen = await condition(event, "How do you come?", "In person")
    await addQuestion(organiser, event.id, asked("How many guests?", { kind: "number", required: "yes", shownWhen }))
    return { event, come: await idOf(event, "How do you come?"), guests: await idOf(event, "How many guests?"), shownWhen }
  }

  test("needs one before it that offers the answer", async () => {
    const { event, come, shownWhen } = await makeJourney()
    expect(await addQuestion(organiser, event.id, asked("Your diet", { shownWhen: `${come} By balloon` }))).toBe("unfit")
    expect(await addQuestion(organiser, event.id, asked("Your diet", { shownWhen: await condition(event, "How many guests?") }))).toBe("unfit")
    expect(await addQuestion(organiser, event.id, asked("Your diet", { shownWhen }))).toBe("saved")
    const itself = asked("How do you come?", { kind: "one", choices: "Online\nIn person", shownWhen })
    expect(await saveQuestion(organiser, event.id, come, itself)).toBe("unfit")
    expect(await labels(event)).toEqual(["How do you come?", "How many guests?", "Your diet"])
  })

  test("keeps the one that it depends on, the answer, and the order; when it is gone they are free", async () => {
    const { event, come, guests } = await makeJourney()
    const fewer = asked("How do you come?", { kind: "one", choices: "Online\nBy post" })
    expect(await removeQuestion(organiser, event.id, come)).toBe("needed")
    expect(await saveQuestion(organiser, event.id, come, fewer)).toBe("needed")
    expect(await moveQuestionUp(organiser, event.id, guests)).toBe("unfit")
    expect(await saveQuestion(organiser, event.id, come, asked("How do you travel?", { kind: "one", choices: "In person\nOnline\nBy post" }))).toBe("saved")
    expect(await removeQuestion(organiser, event.id, guests)).toBe("saved")
    expect(await removeQuestion(organiser, event.id, come)).toBe("saved")
    expect(await labels(event)).toEqual([])
  })

  test("never loses the one that it depends on, also when one organiser removes that while another adds this", async () => {
    const outcomes = new Set<string>()
    for (const _ of numbers(10)) {
      const event = await makeEvent()
      await addQuestion(organiser, event.id, asked("Dinner", { kind: "tick" }))
      const id = await idOf(event, "Dinner")
      const both = [() => removeQuestion(organiser, event.id, id), () => addQuestion(organiser, event.id, asked("Your diet", { shownWhen: id }))]
      const [removed, added] = await Promise.all(both.map((act) => act()))
      outcomes.add(`${removed} ${added}`)
      expect([["Dinner", "Your diet"], []]).toContainEqual(await labels(event))
    }
    for (const outcome of outcomes) expect(["needed saved", "saved unfit"]).toContain(outcome)
  })

  test("is answered only by those whom it is for, whatever they send, and by nobody any more who then says otherwise", async () => {
    const { event, come, guests } = await makeJourney()
    const questions = questionsOf(await reread(event))
    const send = (email: string, answers: Record<string, string>) => {
      const typed = Object.fromEntries(Object.entries(answers).map(([id, words]) => [fieldName({ id }), words]))
      return register(event.slug, registrationSchemaOf(questions).parse({ name: "Ada Example", email, ...typed }))
    }
    await send(person(1), { [come]: "In person", [guests]: "2,5" })
    await send(person(2), { [come]: "Online", [guests]: "2,5" })
    await send(person(3), { [guests]: "many" })
    expect((await find(event, person(1))).answers).toEqual({ [come]: "In person", [guests]: "2.5" })
    expect((await find(event, person(2))).answers).toEqual({ [come]: "Online" })
    expect((await find(event, person(3))).answers).toEqual({})

    const details = { name: "Ada Example", email: person(1), [fieldName({ id: come })]: "Online", [fieldName({ id: guests })]: "2.5" }
    const { id } = await find(event, person(1))
    expect(await changeOwnDetails(id, ownDetailsSchemaOf(questions).parse(details), questions)).toBe("saved")
    expect((await find(event, person(1))).answers).toEqual({ [come]: "Online" })
  })
})

test("questions that were kept before there were bounds and conditions are asked and saved as before", async () => {
  const kept = { id: "00000000-0000-4000-8000-000000000001", kind: "line", label: "Job title", hint: "", required: true, choices: [] }
  const event = await makeEvent({ questions: [kept] })
  expect(await listQuestions(event.slug)).toMatchObject([kept])
  expect(await addQuestion(organiser, event.id, asked("How many?", { kind: "number", most: "10" }))).toBe("saved")
  expect(await listQuestions(event.slug)).toMatchObject([kept, { label: "How many?", least: "", most: "10", shownWhen: null }])
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
    await without(settings().DATABASE_URL ?? "", "answers_asked_for", "only what is asked")
    expect((await removeInTheMiddle()).goes).toBeGreaterThan(0)
  })
})
