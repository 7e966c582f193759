import { render } from "@react-email/render"
import { createElement, type FunctionComponent } from "react"
import { describe, expect, test } from "vitest"
import * as already from "@/emails/already"
import * as cancelled from "@/emails/cancelled"
import * as confirmation from "@/emails/confirmation"
import * as joining from "@/emails/joining"
import { sampleJoin } from "@/emails/parts"
import * as signIn from "@/emails/sign-in"
import * as waiting from "@/emails/waiting"

type Letter<Props> = { default: FunctionComponent<Props & {}>; subject: (props: Props) => string }

/** What arrives: the two bodies and the subject. React's comments between pieces of text are taken out, as a mail program does. */
async function arrives<Props extends object>(letter: Letter<Props>, props: Props) {
  const element = createElement(letter.default, props)
  const html = (await render(element)).replaceAll("<!-- -->", "")
  return { html, text: await render(element, { plainText: true }), subject: letter.subject(props) }
}

type Sample = typeof confirmation.PreviewProps
const attendeeLetters = {
  confirmation: (changes: Partial<Sample>) => arrives(confirmation, { ...confirmation.PreviewProps, ...changes }),
  already: (changes: Partial<Sample>) => arrives(already, { ...already.PreviewProps, ...changes }),
  cancelled: (changes: Partial<Sample>) => arrives(cancelled, { ...cancelled.PreviewProps, ...changes }),
  joining: (changes: Partial<Sample>) => arrives(joining, { ...joining.PreviewProps, ...changes, join: sampleJoin }),
  waiting: (changes: Partial<Sample>) => arrives(waiting, { ...waiting.PreviewProps, ...changes }),
}

describe.each(Object.entries(attendeeLetters))("the letter %s", (_, write) => {
  const { event, attendUrl } = confirmation.PreviewProps

  test("tells in both its bodies what, when and where the own page is", async () => {
    const { html, text, subject } = await write({})
    for (const body of [html, text]) for (const fact of [event.title, `${event.day}, ${event.time}`, attendUrl]) expect(body).toContain(fact)
    expect(html).toContain(`href="${attendUrl}"`)
    expect(subject).toContain(event.title)
  })

  test("shows a name full of markup as the text it is", async () => {
    const { html, text } = await write({ name: "<script>alert(1)</script>" })
    expect(html).not.toMatch(/<script/i)
    expect(html).toContain("Dear &lt;script&gt;alert(1)&lt;/script&gt;")
    expect(text).toContain("Dear <script>alert(1)</script>")
  })

  test("shows a title full of markup as the text it is", async () => {
    const { html } = await write({ event: { ...event, title: `"><img src=x onerror=alert(1)>` } })
    expect(html).not.toContain("<img")
  })

  test("loads nothing from anywhere when it is opened", async () => {
    const { html } = await write({})
    expect(html).not.toMatch(/<(img|link|iframe)\b|url\(|@import/i)
  })
})

test("the joining letter carries link, passcode and the way in by telephone, in both its bodies", async () => {
  const { html, text, subject } = await arrives(joining, joining.PreviewProps)
  for (const body of [html, text]) for (const fact of Object.values(sampleJoin)) expect(body).toContain(fact)
  expect(html).toContain(`href="${sampleJoin.url}"`)
  expect(subject).toBe("Your joining link: The Industrial Relations of Mental Health: WES Session, tomorrow 10:00 London")
})

test("a joining letter whose link has changed says so in its subject and asks to forget the earlier one", async () => {
  const { text, subject } = await arrives(joining, { ...joining.PreviewProps, changed: true })
  expect(subject).toMatch(/^New joining link: /)
  expect(text).toContain("forget the earlier ones")
})

test("who registers after the release has link and passcode with the confirmation", async () => {
  const { html, text } = await arrives(confirmation, { ...confirmation.PreviewProps, join: sampleJoin })
  for (const body of [html, text]) for (const fact of [sampleJoin.url, sampleJoin.passcode]) expect(body).toContain(fact)
})

test("who registers before it reads when they will come, and no passcode", async () => {
  const { html, text } = await arrives(confirmation, confirmation.PreviewProps)
  for (const body of [html, text]) {
    expect(body).toContain("We e-mail you the link and passcode on Wednesday 7 October.")
    expect(body).not.toContain(sampleJoin.passcode)
  }
})

test("the sign-in letter carries its link, as a button and as text, and how long it works", async () => {
  const { html, text } = await arrives(signIn, signIn.PreviewProps)
  expect(html).toContain(`href="${signIn.PreviewProps.signInUrl}"`)
  for (const body of [html, text]) for (const fact of [signIn.PreviewProps.signInUrl, "within 15 minutes"]) expect(body).toContain(fact)
})
