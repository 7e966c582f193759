import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { problemsOf } from "@/lib/problems"
import { answersInWords, answersSchemaOf, boxName, fieldName } from "@/lib/questions/rules"
import { type Kind, mostChoices, type Question, questionSchema } from "@/lib/questions/schema"
import { registrationSchemaOf } from "@/lib/registrations/form"

// What organisers ask and what people answer, as the forms read it.

const question = (kind: Kind, number: number, more: Partial<Question> = {}): Question => ({
  id: `00000000-0000-4000-8000-00000000000${number}`,
  kind,
  label: `Question ${number}`,
  hint: "",
  required: true,
  choices: [],
  ...more,
})
const line = question("line", 1)
const lines = question("lines", 2, { required: false })
const one = question("one", 3, { choices: ["Cake", "Fruit"] })
const any = question("any", 4, { choices: ["Morning", "Noon", "Evening"] })
const tick = question("tick", 5, { label: "I agree" })
const all = [line, lines, one, any, tick]

const person = { name: "Ada Example", email: "ada@example.org" }
const full = {
  ...person,
  [fieldName(line)]: "  none\tat all ",
  [fieldName(lines)]: "first\r\nsecond",
  [fieldName(one)]: "Cake",
  [boxName(any, 1)]: "Morning",
  [boxName(any, 3)]: "Evening",
  [fieldName(tick)]: "yes",
}

describe("answers", () => {
  test("of each kind are read from the form", () => {
    expect(registrationSchemaOf(all).parse(full)).toMatchObject({
      name: "Ada Example",
      answers: { [line.id]: "none at all", [lines.id]: "first\nsecond", [one.id]: "Cake", [any.id]: ["Morning", "Evening"], [tick.id]: true },
    })
  })

  test("that are missing are named, each at its own field, beside what else is wrong", () => {
    expect(problemsOf(registrationSchemaOf(all), { name: "", [fieldName(line)]: " \u200b " })).toEqual({
      name: "Enter your full name",
      email: "Enter your email address",
      [fieldName(line)]: "Answer “Question 1”",
      [fieldName(one)]: "Choose an answer to “Question 3”",
      [fieldName(any)]: "Choose at least one answer to “Question 4”",
      [fieldName(tick)]: "Tick “I agree”",
    })
  })

  test("to questions that are no longer asked, and to none, are dropped", () => {
    const strange = { [fieldName(question("line", 9))]: "x", "q.": "x", "q.__proto__": "x", __proto__: "x" }
    expect(registrationSchemaOf([lines]).parse({ ...full, ...strange }).answers).toEqual({ [lines.id]: "first\nsecond" })
    expect(registrationSchemaOf([]).parse(full).answers).toEqual({})
  })

  test("that are optional may be left out", () => {
    const optional = all.map((asked) => ({ ...asked, required: false }))
    expect(registrationSchemaOf(optional).parse(person).answers).toEqual({})
  })

  test("are what is offered now: a choice that has gone is asked about again", () => {
    const gone = "What you chose is no longer offered. Choose again"
    expect(problemsOf(answersSchemaOf(all), { ...full, [fieldName(one)]: "Soup", [boxName(any, 2)]: "Midnight" })).toEqual({
      [fieldName(one)]: gone,
      [fieldName(any)]: gone,
    })
  })

  test("speak for themselves when the choices were put into another order while the form was open", () => {
    const turned = [{ ...any, choices: ["Evening", "Noon", "Morning"] }]
    expect(answersSchemaOf(turned).parse({ [boxName(any, 1)]: "Morning" }).answers).toEqual({ [any.id]: ["Morning"] })
  })

  test("have an end", () => {
    const problems = problemsOf(answersSchemaOf(all), { ...full, [fieldName(line)]: "x".repeat(301), [fieldName(lines)]: "x".repeat(2001) })
    expect(problems).toEqual({ [fieldName(line)]: "Use 300 characters at most", [fieldName(lines)]: "Use 2,000 characters at most" })
  })

  test("can be kept whatever was typed, and nothing that can be typed makes the form throw", () => {
    const names = fc.oneof(
      fc.constantFrom(...all.flatMap((asked) => [fieldName(asked), boxName(asked, 1), boxName(asked, 2)])),
      fc.string(),
      fc.constant("__proto__"),
    )
    const texts = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("Cake", "Morning", "yes", "", "\0", "\ud800", "x".repeat(3000)))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, texts)), (entries) => {
        const fields: Record<string, string> = Object.create(null)
        for (const [name, text] of entries) fields[name] = text
        const { data } = answersSchemaOf(all.map((asked) => ({ ...asked, required: false }))).safeParse(fields)
        for (const [id, answer] of Object.entries(data?.answers ?? {})) {
          expect(all.map((asked) => asked.id)).toContain(id)
          for (const words of [answer].flat()) expect(words === true || (words.isWellFormed() && !words.includes("\0") && words.trim() !== "")).toBe(true)
        }
      }),
    )
  })

  test("are told in words, in the order of the questions, and what is not one is left out", () => {
    const answers = { [any.id]: ["Noon", "Evening"], [tick.id]: true, [line.id]: "none", other: "x" }
    expect(answersInWords(all, answers).map(({ label, words }) => `${label}: ${words}`)).toEqual([
      "Question 1: none",
      "Question 4: Noon, Evening",
      "I agree: yes",
    ])
    expect(answersInWords(all, { [line.id]: { strange: 1 } })).toEqual([])
  })
})

describe("the desk's form for a question", () => {
  const typed = (fields: Record<string, string>) => problemsOf(questionSchema, { label: "What do you eat?", kind: "line", ...fields })

  test("takes what it can use", () => {
    expect(questionSchema.parse({ label: " What  do you eat? ", kind: "one", choices: "Cake\r\n\r\n Fruit \n", required: "yes" })).toEqual({
      label: "What do you eat?",
      hint: "",
      kind: "one",
      choices: ["Cake", "Fruit"],
      required: true,
    })
  })

  test.each([
    [{ label: "" }, "label", "Enter the question"],
    [{ label: "x".repeat(201) }, "label", "Use 200 characters at most"],
    [{ kind: "several" }, "kind", "Choose a kind"],
    [{ kind: "one", choices: "Cake" }, "choices", "Enter two choices or more, one a line"],
    [{ kind: "any", choices: "Cake\nFruit\ncake" }, "choices", "“cake” is there twice"],
    [{ kind: "one", choices: `Cake\n${"x".repeat(101)}` }, "choices", `“${"x".repeat(40)}…”: Use 100 characters at most`],
    [{ kind: "one", choices: Array.from({ length: mostChoices + 1 }, (_, index) => `Choice ${index}`).join("\n") }, "choices", "Enter 20 choices at most"],
    [{ kind: "tick", choices: "Cake" }, "choices", "Questions of this kind have no choices: empty this field, or choose another kind"],
  ])("names what is wrong with %j", (fields: Record<string, string>, field, words) => {
    expect(typed(fields)).toEqual({ [field]: words })
  })
})
