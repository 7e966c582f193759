import { afterAll, expect, test } from "vitest"
import { setLease } from "../support/database"
import { openSend } from "../support/kills"
import { countStates } from "../support/release"
import { sql } from "../support/sql"
import { until } from "../support/until"
import { endWorkers } from "../support/workers"

// Takes out the guards of `operations/twenty-kills`: letters of a mailer that was killed are taken up again, and a possible copy is counted.

afterAll(endWorkers)

test("a mailer that forgets its orphans and does not count copies is noticed when it is killed", { timeout: 120_000 }, async () => {
  const send = await openSend(150, 60)
  await setLease(send.databaseUrl, "5 seconds")
  await sql(
    send.databaseUrl,
    `create function forget() returns trigger language plpgsql as $$ begin
       if new.state = 'queued' and old.state = 'sending' then return null; end if;
       new."possiblyTwice" := old."possiblyTwice";
       return new;
     end $$;
     create trigger forget before update on "Delivery" for each row when (old.state in ('sending', 'data')) execute function forget()`,
  )
  const workers = await Promise.all([send.start(), send.start()])
  await send.release()
  const first = await send.killOne(workers, "data", 150)
  await send.killOne(
    workers.filter((worker) => worker !== first),
    "sending",
    0,
  )
  await send.start()
  await until(
    async () =>
      Object.keys(await countStates(send.databaseUrl))
        .sort()
        .join() === "sending,sent",
    60_000,
  )
  const found = await send.audit()
  expect(found.lost).toBeGreaterThan(0)
  expect(found.uncounted).toBeGreaterThan(0)
  await send.close()
})
