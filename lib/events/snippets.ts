import { boxName, conditionHint, fieldName, longest } from "@/lib/questions/rules"
import { longestValue, type Question } from "@/lib/questions/schema"
import { escapeHtml } from "@/lib/text"

type Embedded = { slug: string; title: string; host: string }

/** What another site puts into a page of its own to show the form in a frame. */
export function frameSnippet({ slug, title }: Embedded, siteUrl: string): string {
  return `<iframe src="${siteUrl}/events/${slug}/register?embed=1"
  title="Register: ${escapeHtml(title)}"
  style="width: 100%; height: 60rem; border: 0"></iframe>`
}

/** A form of another site's own that posts to the event's door. */
export function formSnippet({ slug, host }: Embedded, questions: Question[], siteUrl: string): string {
  const event = `${siteUrl}/events/${slug}`
  return `<form method="post" action="${event}/registrations">
  <p><label>Full name <input name="name" autocomplete="name" required maxlength="200"></label></p>
  <p><label>Email <input name="email" type="email" autocomplete="email" required maxlength="254"></label></p>
  <p><label>Organisation (optional) <input name="organisation" autocomplete="organization" maxlength="200"></label></p>
${questions.map((question) => `  ${fieldOf[question.kind](asFor(question, questions))}\n`).join("")}  <p><label><input type="checkbox" name="updates" value="yes"> Tell me about later sessions${host && ` of ${escapeHtml(host)}`}</label></p>
  <p><a href="${event}/privacy">What happens with your details</a></p>
  <p><button>Register</button></p>
</form>`
}

/** A question that only an answer makes asked says so in its label. There it is always in sight, so that no browser may require it. */
function asFor(question: Question, questions: Question[]): Asked {
  const hint = conditionHint(question, questions)
  return { ...question, label: hint ? `${question.label} (${hint.replace(/\.$/, "")})` : question.label, mustBe: question.required && !hint ? " required" : "" }
}

type Asked = Question & { mustBe: string }

const labelOf = ({ label, required }: Question) => `${escapeHtml(label)}${required ? "" : " (optional)"}`

const fieldOf: Record<Question["kind"], (question: Asked) => string> = {
  line: (question) => `<p><label>${labelOf(question)} <input name="${fieldName(question)}" maxlength="${longest.line}"${question.mustBe}></label></p>`,
  lines: (question) =>
    `<p><label>${labelOf(question)} <textarea name="${fieldName(question)}" maxlength="${longest.lines}"${question.mustBe}></textarea></label></p>`,
  one: (question) => group(question, (choice) => `<input type="radio" name="${fieldName(question)}" value="${escapeHtml(choice)}"${question.mustBe}>`),
  any: (question) => group(question, (choice, index) => `<input type="checkbox" name="${boxName(question, index + 1)}" value="${escapeHtml(choice)}">`),
  tick: (question) => `<p><label><input type="checkbox" name="${fieldName(question)}" value="yes"${question.mustBe}> ${labelOf(question)}</label></p>`,
  number: (question) =>
    `<p><label>${labelOf(question)} <input name="${fieldName(question)}" inputmode="decimal" maxlength="${longestValue}"${question.mustBe}></label></p>`,
  date: (question) => `<p><label>${labelOf(question)} <input type="date" name="${fieldName(question)}"${boundsOf(question)}${question.mustBe}></label></p>`,
}

const bound = (name: string, value: string) => (value === "" ? "" : ` ${name}="${escapeHtml(value)}"`)
const boundsOf = ({ least, most, shownWhen }: Question) => (shownWhen ? "" : bound("min", least) + bound("max", most))

function group(question: Question, input: (choice: string, index: number) => string): string {
  const choices = question.choices.map((choice, index) => `<label>${input(choice, index)} ${escapeHtml(choice)}</label>`)
  return `<fieldset><legend>${labelOf(question)}</legend> ${choices.join(" ")}</fieldset>`
}
