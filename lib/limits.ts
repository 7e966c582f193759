import { isIPv6 } from "node:net"
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible"
import { pool } from "@/lib/db/client"
import { settings } from "@/lib/env"

const limits = {
  registrations: () => settings().LIMIT_REGISTRATIONS,
  /** As many as registrations, and counted for themselves. */
  lostLinks: () => settings().LIMIT_REGISTRATIONS,
  details: () => settings().LIMIT_REGISTRATIONS,
  signIn: () => ({ points: 10, seconds: 600 }),
  /** Reports of browsers about pages that broke their policy. */
  reports: () => ({ points: 20, seconds: 600 }),
  invitations: () => ({ points: 60, seconds: 600 }),
} as const
export type LimitName = keyof typeof limits

/** One neighbourhood of the network: an IPv4 address, or the /64 of an IPv6 one, which is what one household is given. */
export function neighbourhood(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return mapped[1]
  const [head = "", tail = ""] = address.split("::")
  const groups = head.split(":").filter(Boolean)
  const filled = address.includes("::")
    ? [...groups, ...Array(8 - groups.length - tail.split(":").filter(Boolean).length).fill("0"), ...tail.split(":").filter(Boolean)]
    : groups
  // Leading zeros and capitals are another spelling of the same network.
  return `${filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`
}

const limiterOf = (name: string, points: number, duration: number) =>
  new RateLimiterPostgres({ storeClient: pool(), tableName: "Limit", tableCreated: true, keyPrefix: name, points, duration, clearExpiredByTimeout: false })

/** Counts one use. null: it is within the limit; else the milliseconds to wait. */
async function use(limiter: RateLimiterPostgres, who: string): Promise<number | null> {
  try {
    await limiter.consume(who)
    return null
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext
    throw refusal
  }
}

/**
 * Counts one act of somebody at a door. Returns null when it may go on, else the seconds to wait. `times`: how many times the usual limit counts.
 * Shared by all processes of one database.
 */
export async function secondsToWait(name: LimitName, who: string, times = 1): Promise<number | null> {
  const limit = limits[name]()
  if (!limit) return null
  const wait = await use(limiterOf(times === 1 ? name : `${name}*${times}`, limit.points * times, limit.seconds), who)
  return wait === null ? null : Math.ceil(wait / 1000)
}

/** True the first time that a word is shown within so many seconds, whichever process is asked. */
export const isFirstUse = async (word: string, seconds: number): Promise<boolean> => (await use(limiterOf("once", 1, seconds), word)) === null
