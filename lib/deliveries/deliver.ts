import { attendeeLetter, type Letter, userLetter } from "@/lib/mail/letters"
import { verdict } from "@/lib/mail/replies"
import { compose, transmit } from "@/lib/mail/send"
import type { Line } from "@/lib/mail/transport"
import { withholdReason } from "./kinds"
import { type Claim, markData, readOwed, readOwedToUser, recordFailure, recordSent, release, withhold } from "./ledger"

/** Takes one claimed row all the way: writes its letter from the world as it is now, sends it, records the answer. */
export async function deliver(claimed: Claim, line: Line): Promise<void> {
  const letter = await writeLetter(claimed)
  if (typeof letter === "string") return withhold(claimed, letter)
  const message = await compose(letter, claimed.id)
  const recipient = letter.to.address
  const result = await transmit(line, recipient, message, () => markData(claimed, { joinVersion: letter.joinVersion, recipient }))
  if (result.accepted) return recordSent(claimed, result)
  // The world changed while the letter was written: it goes back and is written again at the next claim.
  if (result.stage === "stopped") return release(claimed)
  await recordFailure(claimed, result, verdict(result, claimed.tries, Math.random()))
}

/** The letter, or the reason why none goes. */
async function writeLetter(claimed: Claim): Promise<Letter | string> {
  if (claimed.userId) {
    const owed = await readOwedToUser(claimed)
    return owed ? userLetter(owed) : "erased"
  }
  const owed = await readOwed(claimed)
  if (!owed) return "erased"
  return withholdReason(owed, owed.now) ?? attendeeLetter(owed)
}
