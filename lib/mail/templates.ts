import { type Options, plainTextSelectors, render } from "@react-email/render"
import { createElement, type FunctionComponent } from "react"
import type { Written } from "./slots"

type Template<Props> = { default: FunctionComponent<Props & {}>; subject: (props: Props) => string }

/** The plain text: titles as they are, and addresses in <> (RFC 3986, appendix C), so that no comma becomes a part of one. */
export const asText: Options = {
  plainText: true,
  htmlToTextOptions: {
    wordwrap: 76,
    selectors: [
      ...plainTextSelectors,
      { selector: "h1", options: { uppercase: false } },
      { selector: "a", options: { linkBrackets: ["<", ">"], hideLinkHrefIfSameAsText: true } },
    ],
  },
}

/** Letters that were rendered, by everything that they say: one that says something else is another one, so nothing here can be out of date. */
const rendered = new Map<string, Promise<Written>>()
const mostKept = 200

/** Renders a letter, once for all people whose letter differs in its slots alone. */
export function write<Props extends object>(name: string, template: Template<Props>, props: Props): Promise<Written> {
  const content = `${name} ${JSON.stringify(props)}`
  const known = rendered.get(content)
  if (known) return known
  if (rendered.size >= mostKept) rendered.clear()
  const letter = renderLetter(template, props)
  rendered.set(content, letter)
  // A letter that cannot be rendered now may be the next time.
  letter.catch(() => rendered.delete(content))
  return letter
}

async function renderLetter<Props extends object>(template: Template<Props>, props: Props): Promise<Written> {
  const element = createElement(template.default, props)
  const [html, text] = await Promise.all([render(element), render(element, asText)])
  return { subject: template.subject(props), html, text }
}
