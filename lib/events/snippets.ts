import { boxName, fieldName, longest } from "@/lib/questions/rules"
import type { Question } from "@/lib/questions/schema"
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
${questions.map((question) => `  ${fieldOf[question.kind](question)}\n`).join("")}  <p><label><input type="checkbox" name="updates" value="yes"> Tell me about later sessions${host && ` of ${escapeHtml(host)}`}</label></p>
  <p><a href="${event}">What happens with your details</a></p>
  <p><button>Register</button></p>
</form>`
}

const labelOf = ({ label, required }: Question) => `${escapeHtml(label)}${required ? "" : " (optional)"}`
const mustBe = ({ required }: Question) => (required ? " required" : "")

const fieldOf: Record<Question["kind"], (question: Question) => string> = {
  line: (question) => `<p><label>${labelOf(question)} <input name="${fieldName(question)}" maxlength="${longest.line}"${mustBe(question)}></label></p>`,
  lines: (question) =>
    `<p><label>${labelOf(question)} <textarea name="${fieldName(question)}" maxlength="${longest.lines}"${mustBe(question)}></textarea></label></p>`,
  one: (question) => group(question, (choice) => `<input type="radio" name="${fieldName(question)}" value="${escapeHtml(choice)}"${mustBe(question)}>`),
  any: (question) => group(question, (choice, index) => `<input type="checkbox" name="${boxName(question, index + 1)}" value="${escapeHtml(choice)}">`),
  tick: (question) => `<p><label><input type="checkbox" name="${fieldName(question)}" value="yes"${mustBe(question)}> ${labelOf(question)}</label></p>`,
}

function group(question: Question, input: (choice: string, index: number) => string): string {
  const choices = question.choices.map((choice, index) => `<label>${input(choice, index)} ${escapeHtml(choice)}</label>`)
  return `<fieldset><legend>${labelOf(question)}</legend> ${choices.join(" ")}</fieldset>`
}
