import { type AddressPage, proofHours } from "@/lib/own-details/rules"

type Props = { face: AddressPage; email: string; token: string }

/** The page that a mail to a new address leads to: it asks, or says why it does not. Mail scanners open it, so only its button changes anything. */
export function AddressFace({ face, email, token }: Props) {
  if (face === "open")
    return (
      <form className="sheet mt-8" method="post" action={`/address/${token}/confirm`}>
        <p>
          Press the button, and from then on we write to <b className="break-words">{email}</b> about this session. We tell the earlier address so, and the
          links in earlier mails no longer work.
        </p>
        <button type="submit" className="button wide">
          Use this address
        </button>
      </form>
    )
  return (
    <section className="sheet mt-8" role="status">
      <p>{sentences[face]}</p>
    </section>
  )
}

const sentences: Record<Exclude<AddressPage, "open">, string> = {
  proven: "This address is confirmed. Your link is in the newest mail that we sent to it.",
  expired: `This link worked for ${proofHours} hours, which are over. Nothing has changed. Ask for a new one on your own page.`,
  void: "This change was taken back, or a newer one has taken its place. Nothing has changed here: open the newest mail.",
  taken: "Somebody is registered for this session with this address already. Nothing has changed. If that is you, open the mail that went to it then.",
  over: "Your place is cancelled, or the session is over or does not take place. Nothing has changed.",
}
