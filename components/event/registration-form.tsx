import { ErrorSummary } from "@/components/ui/error-summary"
import { Tick } from "@/components/ui/tick"
import type { PublicEvent } from "@/lib/events/queries"
import { deletionDate, isNearlyFull, joinReleaseTime, type RegistrationState, registrationState } from "@/lib/events/rules"
import type { Problems } from "@/lib/problems"
import { questionsOf } from "@/lib/questions/rules"
import { dayAndMonth, longDay, plainDate, stamp } from "@/lib/time"
import { LostLink } from "./lost-link"
import { PersonFields } from "./person-fields"
import { isServersToCheck, Questions } from "./questions"

type Props = {
  event: PublicEvent
  fields?: Record<string, string>
  problems?: Problems
  /** The address that was probably meant, to ask about. */
  suggestion?: string | null
  /** It stands in a frame of another site, and so must its answer. */
  isEmbedded?: boolean
}

/** The sheet on the event page: the form, or the reason why there is none. */
export function Registration(props: Props) {
  const state = registrationState(props.event, props.event.now)
  if (state === "open" || state === "waiting") return <RegistrationForm {...props} waiting={state === "waiting"} />
  const { title, text } = noForm[state](props.event)
  return (
    <section className="sheet" id="register">
      <h2>{title}</h2>
      <p>{text}</p>
      <LostLink slug={props.event.slug} isEmbedded={props.isEmbedded ?? false} />
    </section>
  )
}

const noForm: Record<Exclude<RegistrationState, "open" | "waiting">, (event: PublicEvent) => { title: string; text: string }> = {
  notYet: ({ registrationOpensAt, timeZone }) => ({
    title: registrationOpensAt ? `Registration opens on ${longDay(registrationOpensAt, timeZone)}` : "Registration is not open yet",
    text: registrationOpensAt ? `The form is here from ${stamp(registrationOpensAt, timeZone)}.` : "Please come back later.",
  }),
  full: () => ({ title: "All places are taken", text: "When somebody cancels, a place is free again and the form comes back." }),
  closed: () => ({ title: "Registration has closed", text: "Those who are registered have their link by e-mail." }),
  ended: () => ({ title: "This session has ended", text: "Registration is closed. The speakers and the reading stay here." }),
  cancelled: () => ({ title: "This session is cancelled", text: "It does not take place." }),
}

function whenTheLinkComes(event: PublicEvent): string {
  const release = joinReleaseTime(event)
  if (event.joinReleasedVersion !== null) return "We e-mail you the link and passcode straight away."
  if (event.now >= release) return "We e-mail you the link and passcode as soon as the organisers release them."
  return `We e-mail the link and passcode to everyone registered on ${dayAndMonth(release, event.timeZone)}, and to later registrants straight away.`
}

function RegistrationForm({ event, waiting, fields = {}, problems = {}, suggestion, isEmbedded }: Props & { waiting: boolean }) {
  const questions = questionsOf(event)
  const asked = suggestion ? fields.email : fields.asked
  const isQuestionAlone = suggestion && Object.keys(problems).length === 1
  return (
    <form className="sheet" id="register" method="post" action={`/events/${event.slug}/registrations`} noValidate={isServersToCheck(questions)}>
      <ErrorSummary problems={problems} {...(isQuestionAlone && { heading: "One question" })} />
      <h2>{waiting ? "Join the waiting list" : "Register"}</h2>
      {isNearlyFull(event) && <p className="note">Only a few places are left.</p>}
      <p className="note">{waiting ? "All places are taken. Places that become free are offered to those who wait, in order." : whenTheLinkComes(event)}</p>
      <PersonFields fields={fields} problems={problems} emailHint="We send your joining link to this address." />
      <Questions questions={questions} fields={fields} problems={problems} />
      {fields.ref && <input type="hidden" name="ref" value={fields.ref} />}
      <Tick name="updates" label={`Tell me about later sessions${event.host && ` of ${event.host}`}`} defaultChecked={fields.updates !== undefined} />
      <div className="hidden-field" aria-hidden="true">
        <label htmlFor="website">Leave this field empty</label>
        <input type="text" id="website" name="website" tabIndex={-1} autoComplete="off" />
      </div>
      {isEmbedded && <input type="hidden" name="embed" value="1" />}
      {asked && <input type="hidden" name="asked" value={asked} />}
      <Buttons words={waiting ? "Join the waiting list" : "Register"} end={waiting ? "" : " (free)"} suggestion={suggestion ?? null} />
      <p className="note mt-4">
        Those who run this session and this site see your details. They are deleted on {plainDate(deletionDate(event), event.timeZone)}.{" "}
        <a href={`/events/${event.slug}/privacy`} {...(isEmbedded && { target: "_blank", rel: "noopener" })}>
          Privacy notice
        </a>
      </p>
      <LostLink slug={event.slug} isEmbedded={isEmbedded} />
    </form>
  )
}

function Buttons({ words, end, suggestion }: { words: string; end: string; suggestion: string | null }) {
  if (!suggestion)
    return (
      <button type="submit" className="button wide">
        {words + end}
      </button>
    )
  // The return key presses the first button of a form, so that one leaves the address as it was typed.
  return (
    <>
      <button type="submit" className="button quiet wide leading-tight">
        {words} with the address as typed
      </button>
      <button type="submit" className="button wide mt-3 leading-tight wrap-anywhere" name="take" value={suggestion}>
        {words} with {suggestion}
      </button>
    </>
  )
}
