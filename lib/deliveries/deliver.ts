import { log, placeOf } from "@/lib/log"
import { attendeeLetter, formerLetter, type Letter, userLetter } from "@/lib/mail/letters"
import { compose } from "@/lib/mail/message"
import { type Failure, verdict } from "@/lib/mail/replies"
import { transmit } from "@/lib/mail/send"
import type { Connection } from "@/lib/mail/transport"
import { noteLetter } from "@/lib/metrics/counters"
import type { Claim } from "./claims"
import { markData, recordFailure, recordSent, release, withhold } from "./ledger"
import { type OwedToAttendee, readOwed } from "./owed"
import { type OwedToFormer, readOwedToFormer } from "./owed-to-former"
import { type OwedToUser, readOwedToUser } from "./owed-to-user"
import { isUserKind, withholdReason } from "./rules"
import { pauseAfterRefusals } from "./runs"

/** What the server had against the letter, or that it took it, or that it was not asked for anything that it could answer. */
export type Outcome = Failure | "accepted" | "unsent"

/**
 * Takes one claimed row all the way: writes its letter from the world as it is now, sends it, records the answer. `turn` is waited for when the
 * letter is ready to leave.
 */
export async function deliver(claimed: Claim, connection: Connection, turn: () => Promise<void> = async () => undefined): Promise<Outcome> {
  const written = await writeLetter(claimed)
  if (typeof written === "string") {
    await withhold(claimed, written)
    return "unsent"
  }
  if (!("letter" in written)) {
    await fail(claimed, null, written)
    return "unsent"
  }
  await turn()
  const { letter, message } = written
  const recipient = letter.to.address
  const since = performance.now()
  const result = await transmit(connection, recipient, message, () => markData({ claimed, recipient, carriesJoin: letter.joinVersion !== null }))
  if (result.accepted || result.stage !== "stopped") noteLetter(result.accepted ? "accepted" : "refused", (performance.now() - since) / 1000)
  if (result.accepted) {
    await recordAccepted(claimed, result)
    return "accepted"
  }
  if (result.stage !== "stopped") return fail(claimed, recipient, result)
  // The world changed while the letter was written: it goes back and is written again at the next claim.
  await release(claimed)
  return "unsent"
}

async function fail(claimed: Claim, recipient: string | null, failure: Failure): Promise<Failure> {
  const decided = verdict(failure, claimed, Math.random())
  await recordFailure(claimed, recipient, failure, decided)
  if (decided.reason === "content refused" && claimed.eventId) await pauseAfterRefusals(claimed.eventId, failure.reply)
  return failure
}

/** The server has it, so a database that is away for a moment must not make us send it again: tried for as long as the lease lasts. */
async function recordAccepted(claimed: Claim, { code, reply }: { code: number; reply: string }): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recordSent({ claimed, code, reply })
    } catch (error) {
      if (attempt === 10) throw error
      await new Promise((resolve) => setTimeout(resolve, 2000))
    }
  }
}

type Owed = OwedToAttendee | OwedToUser | OwedToFormer

function readWhatIsOwed(claimed: Claim): Promise<Owed | null> {
  if (isUserKind(claimed.kind)) return readOwedToUser(claimed)
  return claimed.kind === "erased" ? readOwedToFormer(claimed) : readOwed(claimed)
}

function letterOf(owed: Owed): Promise<Letter> {
  if ("registration" in owed) return attendeeLetter(owed)
  return "user" in owed ? userLetter(owed) : formerLetter(owed)
}

/** The letter as a message, the reason why none goes, or a failure: a letter that cannot be written uses up its tries like one that is refused. */
async function writeLetter(claimed: Claim): Promise<{ letter: Letter; message: Buffer } | string | Failure> {
  const owed = await readWhatIsOwed(claimed)
  if (!owed) return "erased"
  const reason = "registration" in owed ? withholdReason(owed, owed.now) : owed.withhold
  if (reason) return reason
  try {
    const letter = await letterOf(owed)
    return { letter, message: await compose(letter, claimed.id) }
  } catch (error) {
    log.error({ delivery: claimed.id, at: placeOf(error) }, "a letter could not be written")
    return { stage: "content", code: null, reply: "This letter could not be written. The log says where it went wrong." }
  }
}
