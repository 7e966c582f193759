import type { Progress } from "@/lib/deliveries/progress"

const words = (count: number) => count.toLocaleString("en-GB")

/** Where the joining details are, in people, as a bar and as numbers that add up. */
export function ProgressBar({ progress }: { progress: Progress }) {
  const { registered, sent, failed, withheld, addsUp } = progress
  const waiting = progress.queued + progress.sending + progress.beingPrepared
  const share = (count: number) => `${registered ? (100 * count) / registered : 0}%`
  return (
    <>
      <div
        className="bar"
        role="img"
        aria-label={`${words(sent)} sent, ${words(waiting)} waiting, ${words(failed)} failed, ${words(withheld)} withheld, of ${words(registered)}`}
      >
        <i style={{ width: share(sent) }} />
        <i className="waiting" style={{ width: share(waiting) }} />
        <i className="failed" style={{ width: share(failed) }} />
      </div>
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
