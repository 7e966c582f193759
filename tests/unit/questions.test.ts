import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { answersInWords } from "@/lib/answers/rules"
import { answersSchemaOf } from "@/lib/answers/schema"
import { misplaced, whyNeeded } from "@/lib/conditions/rules"
import { problemsOf } from "@/lib/problems"
import { boxName, conditionHint, fieldName, questionFields, questionsOf } from "@/lib/questions/rules"
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
  least: "",
  most: "",
  shownWhen: null,
  ...more,
})
const line = question("line", 1)
const lines = question("lines", 2, { required: false })
const one = question("one", 3, { choices: ["Cake", "Fruit"] })
const any = question("any", 4, { choices: ["Morning", "Noon", "Evening"] })
const tick = question("tick", 5, { label: "I agree" })
const number = question("number", 6, { least: "1", most: "10" })
const date = question("date", 7, { least: "2027-03-01", most: "2027-03-31" })
const all = [line, lines, one, any, tick, number, date]

const person = { name: "Ada Example", email: "ada@example.org" }
const full = {
  ...person,
  [fieldName(line)]: "  none\tat all ",
  [fieldName(lines)]: "first\r\nsecond",
  [fieldName(one)]: "Cake",
  [boxName(any, 1)]: "Morning",
  [boxName(any, 3)]: "Evening",
  [fieldName(tick)]: "yes",
  [fieldName(number)]: " 2,50 ",
  [fieldName(date)]: "2027-03-04",
}

describe("answers", () => {
  test("of each kind are read from the form", () => {
    expect(registrationSchemaOf(all).parse(full)).toMatchObject({
      name: "Ada Example",
      answers: {
        [line.id]: "none at all",
        [lines.id]: "first\nsecond",
        [one.id]: "Cake",
        [any.id]: ["Morning", "Evening"],
        [tick.id]: true,
        [number.id]: "2.50",
        [date.id]: "2027-03-04",
      },
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
      [fieldName(number)]: "Answer “Question 6”",
      [fieldName(date)]: "Answer “Question 7”",
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

describe("a number", () => {
  const read = (typed: string, more: Partial<Question> = {}) => {
    const asked = question("number", 6, more)
    const { data, error } = answersSchemaOf([asked]).safeParse({ [fieldName(asked)]: typed })
    return data ? data.answers[asked.id] : error?.issues[0]?.message
  }

  test.each([
    ["3", "3"],
    ["007", "7"],
    ["+4", "4"],
    ["-2,5", "-2.5"],
    ["\u22122", "-2"],
    ["-0", "0"],
    [".5", "0.5"],
    ["0,250", "0.250"],
    ["1.250", "1.250"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
  ])("%s is kept as %s", (typed, kept) => {
    expect(read(typed)).toBe(kept)
  })

  test.each(["three", "1e3", "1 000", "1.000,5", "3.", "--1", "0x10", "٣", "=1+1"])("%s is none", (typed) => {
    expect(read(typed)).toBe("Enter a number, like 3")
  })

  test("that could be thousands or not is asked about", () => {
    expect(read("1,250")).toBe("Enter “1,250” without the comma, or with a point")
  })

  test("has an end, and bounds that count themselves", () => {
    expect(read("1".repeat(31))).toBe("Use 30 characters at most")
    expect(["1", "10", "10.0"].map((typed) => read(typed, { least: "1", most: "10" }))).toEqual(["1", "10", "10.0"])
    for (const typed of ["0.9", "10,1", "-3", "many"]) expect(read(typed, { least: "1", most: "10" })).toBe("Enter a number from 1 to 10, like 3")
    expect(read("1", { least: "20" })).toBe("Enter a number of 20 or more, like 20")
    expect(read("1", { most: "-2.5" })).toBe("Enter a number of -2.5 or less, like -2.5")
  })
})

describe("a day", () => {
  const read = (typed: string, more: Partial<Question> = {}) => {
    const asked = question("date", 7, more)
    const { data, error } = answersSchemaOf([asked]).safeParse({ [fieldName(asked)]: typed })
    return data ? data.answers[asked.id] : error?.issues[0]?.message
  }

  test("is one of the calendar", () => {
    expect(read(" 2028-02-29 ")).toBe("2028-02-29")
    for (const typed of ["2027-02-29", "2027-04-31", "0000-01-01", "2027-3-4", "4.3.2027", "tomorrow", "2027-03-04T10:00"])
      expect(read(typed)).toBe("Enter a day, like 2027-03-04")
    expect(read("2".repeat(31))).toBe("Use 30 characters at most")
  })

  test("has bounds that count themselves", () => {
    const march = { least: "2027-03-01", most: "2027-03-31" }
    expect([march.least, march.most].map((typed) => read(typed, march))).toEqual([march.least, march.most])
    expect(read("2027-04-01", march)).toBe("Enter a day from 1 March 2027 to 31 March 2027, like 2027-03-01")
    expect(read("2027-02-28", { least: march.least })).toBe("Enter a day on 1 March 2027 or later, like 2027-03-01")
    expect(read("2027-04-01", { most: march.most })).toBe("Enter a day on 31 March 2027 or earlier, like 2027-03-31")
  })
})

describe("a question that only an answer makes asked", () => {
  const meal = question("line", 6, { label: "Which cake?", shownWhen: { question: one.id, choice: "Cake" } })
  const when = question("date", 7, { label: "Since when?", shownWhen: { question: tick.id, choice: "" } })
  const evening = question("number", 8, { label: "How long?", shownWhen: { question: any.id, choice: "Evening" } })
  const asked = [one, any, tick, meal, when, evening].map((each) => (each.shownWhen ? each : { ...each, required: false }))
  const answers = {
    [fieldName(meal)]: "Poppy seed",
    [fieldName(when)]: "2027-03-04",
    [fieldName(evening)]: "2",
  }
  const decisive = { [fieldName(one)]: "Cake", [boxName(any, 3)]: "Evening", [fieldName(tick)]: "yes" }

  test("is required when that answer was given", () => {
    expect(problemsOf(answersSchemaOf(asked), decisive)).toEqual({
      [fieldName(meal)]: "Answer “Which cake?”",
      [fieldName(when)]: "Answer “Since when?”",
      [fieldName(evening)]: "Answer “How long?”",
    })
    expect(answersSchemaOf(asked).parse({ ...decisive, ...answers }).answers).toMatchObject({
      [meal.id]: "Poppy seed",
      [when.id]: "2027-03-04",
      [evening.id]: "2",
    })
  })

  test("is not required otherwise, and whatever was typed there is dropped, be it right or wrong", () => {
    const others = { [fieldName(one)]: "Fruit", [boxName(any, 1)]: "Morning" }
    const dropped = { [one.id]: "Fruit", [any.id]: ["Morning"] }
    expect(answersSchemaOf(asked).parse(others).answers).toEqual(dropped)
    expect(answersSchemaOf(asked).parse({ ...others, ...answers }).answers).toEqual(dropped)
    expect(answersSchemaOf(asked).parse({ ...others, [fieldName(evening)]: "long", [fieldName(meal)]: "x".repeat(500) }).answers).toEqual(dropped)
  })

  test("goes with one that is itself not asked", () => {
    const tea = question("tick", 1, { required: false, shownWhen: { question: one.id, choice: "Cake" } })
    const sugar = question("number", 2, { shownWhen: { question: tea.id, choice: "" } })
    const chain = [one, tea, sugar]
    const typed = { [fieldName(tea)]: "yes", [fieldName(sugar)]: "2" }
    expect(answersSchemaOf(chain).parse({ ...typed, [fieldName(one)]: "Fruit" }).answers).toEqual({ [one.id]: "Fruit" })
    expect(answersSchemaOf(chain).parse({ ...typed, [fieldName(one)]: "Cake" }).answers).toEqual({ [one.id]: "Cake", [tea.id]: true, [sugar.id]: "2" })
  })

  test("stands after the one that makes it asked, which must offer that answer", () => {
    expect(misplaced(asked)).toEqual([])
    expect(misplaced([meal, one])).toEqual([meal])
    expect(misplaced([{ ...one, choices: ["Fruit", "Soup"] }, meal])).toEqual([meal])
    expect(misplaced([meal])).toEqual([meal])
    expect(misplaced([line, question("line", 6, { shownWhen: { question: line.id, choice: "" } })])).toHaveLength(1)
    expect(whyNeeded(asked, one.id)).toBe("“Which cake?” is asked only if “Question 3” is “Cake”. Change that question first.")
  })

  test("says in its form whom it is for", () => {
    expect([meal, when, line].map((each) => conditionHint(each, asked))).toEqual([
      "Only if you chose “Cake” above.",
      "Only if you ticked “I agree” above.",
      null,
    ])
  })
})

test("questions that were kept before there were bounds and conditions are read as before", () => {
  const kept = { id: line.id, kind: "line", label: "Job title", hint: "", required: true, choices: [] }
  expect(questionsOf({ questions: [kept] })).toEqual([{ ...kept, least: "", most: "", shownWhen: null }])
  expect(questionFields(questionsOf({ questions: [kept] })[0] ?? line)).toMatchObject({ label: "Job title", least: "", most: "" })
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
      least: "",
      most: "",
      shownWhen: null,
    })
    expect(questionSchema.parse({ label: "How many?", kind: "number", least: "1,50", most: " 010 " })).toMatchObject({ least: "1.50", most: "10" })
    expect(questionSchema.parse({ label: "Which?", kind: "line", shownWhen: `${one.id} No cake` }).shownWhen).toEqual({ question: one.id, choice: "No cake" })
    expect(questionSchema.parse({ label: "Which?", kind: "line", shownWhen: tick.id }).shownWhen).toEqual({ question: tick.id, choice: "" })
  })

  test.each([
    [{ label: "" }, "label", "Enter the question"],
    [{ label: "x".repeat(201) }, "label", "Use 200 characters at most"],
    [{ kind: "several" }, "kind", "Choose a kind"],
    [{ kind: "one", choices: "Cake" }, "choices", "Enter two choices or more, one a line"],
    [{ kind: "any", choices: "Cake\nFruit\ncake" }, "choices", "“cake” is there twice"],
    [{ kind: "one", choices: `Cake\n${"x".repeat(101)}` }, "choices", `“${"x".repeat(40)}…”: Use 100 characters at most`],
    [{ kind: "one", choices: Array.from({ length: mostChoices + 1 }, (_, index) => `Choice ${index}`).join("\n") }, "choices", "Enter 20 choices at most"],
    [{ kind: "number", least: "few" }, "least", "Enter a number, like 3"],
    [{ kind: "number", least: "10", most: "9" }, "most", "Enter 10 here, or what comes after it"],
    [{ kind: "date", most: "2027-02-30" }, "most", "Enter a day, like 2027-03-04"],
    [{ kind: "line", least: "1" }, "least", "Only a number or a day has this: empty this field, or choose another kind"],
    [{ kind: "number", least: "1".repeat(31) }, "least", "Use 30 characters at most"],
    [{ shownWhen: "sometimes" }, "shownWhen", "Choose when it is asked"],
    [{ kind: "tick", choices: "Cake" }, "choices", "Questions of this kind have no choices: empty this field, or choose another kind"],
  ])("names what is wrong with %j", (fields: Record<string, string>, field, words) => {
    expect(typed(fields)).toEqual({ [field]: words })
  })
})
