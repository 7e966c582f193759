import { type TestStanding, testStanding } from "@/lib/deliveries/rules"
import type { Preparation } from "@/lib/events/desk"
import { people } from "@/lib/registrations/rules"
import { mayBeSent } from "./steps"

/** Step 4: the button, which says what it does and to how many. */
export function Confirm({ preparation, isOut }: { preparation: Preparation; isOut: boolean }) {
  const { event, audience, test, findings } = preparation
  const isForNobody = isOut && audience.willGet === 0
  const label = isForNobody ? `Use version ${event.joinVersion} from now on` : `${isOut ? "Tell" : "Send to"} ${people(audience.willGet)}`
  const hindrance = hindranceOf(preparation)
  const doubt = testDoubts[testStanding(event, test)]
  const isDoubtful = findings.some(({ level }) => level === "no")
  return (
    <section id="confirm" className="sheet">
      <h2>4. Confirm: {isOut ? "tell those who hold the earlier version" : "send"}</h2>
      {hindrance ? (
        <p className="mt-2">{hindrance}</p>
      ) : (
        <>
          {doubt && <p className="note mt-2">{doubt}</p>}
          {isDoubtful && <p className="note mt-2">Something in step 1 looks wrong. Look at it once more.</p>}
          <details className="mt-4">
            <summary className="button">{label}</summary>
            <form className="mt-4" method="post" action={`/admin/events/${event.id}/send/release`}>
              {isDoubtful && <p className="banner warn">Step 1 says that something looks wrong. Send it all the same only when you are sure.</p>}
              <p>
                {isForNobody
                  ? "Nobody is mailed now: everyone who can be reached has these details already. Whoever registers later gets them."
                  : `${people(audience.willGet)} will get a mail with this link and passcode now. It cannot be called back.`}
              </p>
              <input type="hidden" name="version" value={event.joinVersion} />
              <button type="submit" className="button mt-3">
                {isForNobody ? "Yes, use it" : `Yes, send to ${people(audience.willGet)}`}
              </button>
            </form>
          </details>
        </>
      )}
    </section>
  )
}

const testDoubts: Record<TestStanding, string | null> = {
  none: null,
  failed: "Your last test did not go.",
  "on its way": "Your last test is still on its way.",
  outdated: "Your test had an earlier version of the link. Another test would show whether this one works.",
  "not read": "You have not said yet that the test arrived.",
  read: null,
}

function hindranceOf(preparation: Preparation): string | null {
  const { event, isTested } = preparation
  if (event.status === "draft") return "This event is a draft. A draft never mails anybody."
  if (event.status === "cancelled") return "This event is cancelled. Nothing is sent any more."
  if (!mayBeSent(preparation)) return "This event is over. Nothing is sent any more."
  if (!isTested) return "Send a test to yourself first, in step 3. Then the button is here."
  return null
}
