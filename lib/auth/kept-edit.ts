import { cookies, headers } from "next/headers"
import { unlockDraft } from "@/lib/drafts"
import { forgottenReturn, readReturn } from "./return-path"

const kept = async () => readReturn((await headers()).get("cookie"))

/** Whether what this visitor typed on the desk is kept until they have signed in. */
export const isEditKept = async (): Promise<boolean> => (await kept()) !== null

/** Opens what this browser left to whoever has signed in with it. */
export async function takeKeptEdit(): Promise<void> {
  const left = await kept()
  if (!left) return
  const draft = new URL(left.path, "http://desk.invalid").searchParams.get("draft")
  if (draft) await unlockDraft(draft, left.lock)
  ;(await cookies()).set(forgottenReturn)
}
