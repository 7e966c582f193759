import { getMailerState } from "@/lib/deliveries/progress"

/** 200 when the database answers and a mailer has a heartbeat, else 503, with a body that says which. */
export async function readHealth(): Promise<{ status: 200 | 503; body: { database: boolean; mailer: boolean; oldestWaiting: number | null } }> {
  const state = await getMailerState().catch(() => null)
  const body = { database: state !== null, mailer: state?.running ?? false, oldestWaiting: state?.oldestWaiting ?? null }
  return { status: body.database && body.mailer ? 200 : 503, body }
}
