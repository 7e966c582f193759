import type { ReadableLetter } from "@/lib/mail/letters"

/**
 * A letter as it arrives. Its HTML stands in a frame of its own, in which no script runs, no form is sent and nothing of the desk is within reach:
 * whatever somebody typed as their name is shown there as a mail program shows it.
 */
export function LetterPreview({ letter }: { letter: ReadableLetter }) {
  return (
    <>
      <dl className="facts">
        <dt>Subject</dt>
        <dd className="min-w-0 break-words">{letter.subject}</dd>
        <dt>To</dt>
        <dd className="min-w-0 break-words">
          {letter.to.name} &lt;{letter.to.address}&gt;
        </dd>
        <dt>Reply to</dt>
        <dd className="min-w-0 break-words">{letter.replyTo}</dd>
      </dl>
      <iframe className="letter" title={`The mail as ${letter.to.name} gets it`} sandbox="" srcDoc={letter.html} />
      <details className="mt-3">
        <summary>The same as plain text</summary>
        <pre className="letter-text">{letter.text}</pre>
      </details>
    </>
  )
}
