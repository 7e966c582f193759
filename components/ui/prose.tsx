import Markdown from "react-markdown"
import remarkGfm from "remark-gfm"

/** Markdown as written by organisers, footnotes included. Raw HTML in it stays text. The page has its title, so the highest heading of a text is one below it. */
export function Prose({ text, long = false }: { text: string; long?: boolean }) {
  return (
    <div className={long ? "prose longread" : "prose"}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        components={{ h1: "h2" }}
        remarkRehypeOptions={{ clobberPrefix: "", footnoteLabel: "Notes", footnoteLabelTagName: "h2", footnoteLabelProperties: {} }}
      >
        {text}
      </Markdown>
    </div>
  )
}
