import type { NextConfig } from "next"

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run check`; a start should not wait for them.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "@prisma/client", "@prisma/adapter-pg", "pino", "nodemailer", "rate-limiter-flexible", "mailparser"],
  // A page older than a minute is rendered before it answers (`revalidate` in the pages says the same), so nobody sees one that is more out of date.
  // With a longer time here a stale page would be renewed behind a visitor's back.
  expireTime: 60,
  cacheMaxMemorySize: 64 * 1024 * 1024,
  // Cached pages stay in memory (lib/start/page-cache.ts): unknown addresses must not fill the disk, and two databases must not share pages through one build.
  // `forbidden()`, for pages of the desk that somebody's role does not reach.
  experimental: { isrFlushToDisk: false, authInterrupts: true },
}

export default config
