import { createServer } from "node:http"
import type { Page } from "playwright-core"

// Whether anything ran that should not have: in the page, on its console, as a dialog, or as a request to a server of the attacker.

/** A server of the attacker's on this machine: whatever asks it for something has run, or has been loaded. It also shows what is to be looked at without a site around it. */
export async function openCanary() {
  const asked: string[] = []
  const shown: string[] = []
  const server = createServer(({ url = "" }, response) => {
    const page = /^\/shown\/(\d+)$/.exec(url)
    if (page) return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(shown[Number(page[1])])
    if (url !== "/favicon.ico") asked.push(url)
    response.writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" }).end("window.ran=1")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  return { url, asked, show: (html: string) => `${url}/shown/${shown.push(html) - 1}`, close: () => server.close() }
}

/** What could still run: an address that is a script, an attribute that is one, a script that the site did not write. */
const dangers = `(() => {
  const found = window.ran === undefined ? [] : ["something ran"]
  for (const element of document.querySelectorAll("*"))
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(element.tagName + " has " + name)
      if (/^(href|src|action|formaction|data|xlink:href)$/i.test(name) && /^\\s*(javascript|vbscript|data:text)/i.test(value)) found.push(element.tagName + " leads to " + value)
    }
  for (const { src, textContent } of document.scripts)
    if (/ran\\s*=\\s*1/.test(textContent) && !/^\\s*(self\\.__next_f|\\{)/.test(textContent) || src && new URL(src).origin !== location.origin) found.push("a script that is not the site's")
  return found
})()`

/** Watches a page: what it says on its console about scripts, the dialogs that it opens, and what `look` finds in it. */
export function watch(page: Page) {
  const heard: string[] = []
  page.on("dialog", (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("console", (message) => {
    if (/script|event handler|javascript:/i.test(message.text()) && message.type() === "error") heard.push(`the console: ${message.text()}`)
  })
  page.on("pageerror", (error) => heard.push(`an error: ${error.message}`))
  return {
    /** Everything wrong with the page as it is now, and what was heard since the last look. */
    async look(): Promise<string[]> {
      await page.waitForLoadState("load")
      return [...(await page.evaluate<string[]>(dangers)), ...heard.splice(0)]
    },
  }
}
