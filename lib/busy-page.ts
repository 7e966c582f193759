import { factsOf, log } from "@/lib/log"
import { type Retry, smallPage } from "@/lib/small-page"
import { howLong } from "@/lib/time"

/** The 429 of a door. `wait`: seconds. A browser that answers the challenge of `retry` need not wait. */
export function tooMany(wait: number, retry: Retry): Response {
  const sentence = `Too many forms came from your network. Nothing you typed is lost: press the button again in ${howLong(wait * 1000)}.`
  return smallPage(429, sentence, { "retry-after": String(wait) }, retry)
}

/** The 503 of a door. `retry`: what was typed, and where to send it again; without it, it has to be sent from its page. */
export function unavailable(error: unknown, retry?: Retry): Response {
  log.error(factsOf(error), "a form could not be answered")
  const sentence = retry
    ? "The site could not answer just now. Nothing you typed is lost: press the button in a moment. Sending twice does no harm."
    : "The site could not answer just now. Go back, and send it again in a moment."
  return smallPage(503, sentence, { "retry-after": "5" }, retry)
}
