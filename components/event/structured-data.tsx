/** Facts for programs, which the page shows to people too. Nothing that somebody typed can end the element, since `<` is written as \u003c (CVE-2026-60119). */
export function StructuredData({ facts }: { facts: object }) {
  const json = JSON.stringify(facts).replaceAll("<", "\\u003c")
  // biome-ignore lint/security/noDangerouslySetInnerHtml: React would escape the quotes, and then it is JSON no more
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
}
