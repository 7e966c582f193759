import type { Organiser } from "@/lib/auth/organiser"
import { countAudience } from "@/lib/deliveries/audience"
import { getMailerState } from "@/lib/deliveries/progress"
import { getServer } from "@/lib/deliveries/server"
import { getNewestTest } from "@/lib/deliveries/test-mail"
import { settings } from "@/lib/env"
import type { DeskEvent } from "@/lib/events/desk"
import { greet } from "@/lib/mail/greet"
import { checkSender } from "@/lib/mail/sender-check"
import { listSuspicious } from "@/lib/registrations/suspicious"
import type { Check } from "./checks"
import { readinessOf } from "./rules"

/** Looks at everything that mail depends on, the mail server and the DNS included: it may take five seconds. */
export async function getReadiness(organiser: Organiser, event: DeskEvent): Promise<Check[]> {
  const { MAIL_FROM, MAIL_RATE } = settings()
  const [greeting, sender, server, mailer, test, suspicious, { willGet, onTheWay }] = await Promise.all([
    greet(),
    checkSender(MAIL_FROM),
    getServer(),
    getMailerState(),
    getNewestTest(organiser, event.id),
    listSuspicious(organiser, event.id),
    countAudience(organiser, event.id),
  ])
  return readinessOf(event, { greeting, sender, server, mailer, test, suspicious, toSend: willGet + onTheWay, rate: MAIL_RATE })
}
