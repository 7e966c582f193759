import Markdown from "react-markdown"
import remarkGfm from "remark-gfm"

/** Markdown as written by organisers, footnotes included. Raw HTML in it stays text. */
export function Prose({ text, long = false }: { text: string; long?: boolean }) {
  return (
    <div className={long ? "prose longread" : "prose"}>
      <Markdown
        remarkPlugins={[remarkGfm]}
        remarkRehypeOptions={{ clobberPrefix: "", footnoteLabel: "Notes", footnoteLabelTagName: "h2", footnoteLabelProperties: {} }}
      >
        {text}
      </Markdown>
    </div>
  )
}
