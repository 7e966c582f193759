import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { Prose } from "@/components/ui/prose"

test("the highest heading of a text stands below the title of its page", () => {
  const markup = renderToStaticMarkup(<Prose text={"# One\n\n## Two\n\n<h1>Three</h1>"} />)
  expect([...markup.matchAll(/<(h\d)>([^<]*)/g)].map(([, tag, words]) => [tag, words])).toEqual([
    ["h2", "One"],
    ["h2", "Two"],
  ])
})
