import type { Progress } from "@/lib/deliveries/progress"

const words = (count: number) => count.toLocaleString("en-GB")

/** Where the joining details are, in people, as a bar and as numbers that add up. */
export function ProgressBar({ progress }: { progress: Progress }) {
  const { registered, sent, failed, withheld, addsUp } = progress
  const waiting = progress.queued + progress.sending + progress.beingPrepared
  return (
    <>
      <svg
        className="bar"
        viewBox={`0 0 ${Math.max(1, registered)} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words(sent)} sent, ${words(waiting)} waiting, ${words(failed)} failed, ${words(withheld)} withheld, of ${words(registered)}`}
      >
        <rect width={sent} height="1" />
        <rect className="waiting" x={sent} width={waiting} height="1" />
        <rect className="failed" x={sent + waiting} width={failed} height="1" />
      </svg>
      <div className="sum">
        <div>
          <b>{words(sent)}</b>
          <span>sent</span>
        </div>
        <div>
          <b>{words(waiting)}</b>
          <span>waiting</span>
        </div>
        <div>
          <b>{words(failed)}</b>
          <span>failed</span>
        </div>
        <div>
          <b>{words(withheld)}</b>
          <span>withheld</span>
        </div>
        <div>
          <b>{words(registered)}</b>
          <span>registered{addsUp && ", adds up"}</span>
        </div>
      </div>
      {!addsUp && (
        <p className="banner warn" role="alert">
          These numbers do not add up: a letter that somebody registered should have is missing. It is looked for every ten minutes and sent then. If this
          stays, tell whoever runs the site.
        </p>
      )}
    </>
  )
}
