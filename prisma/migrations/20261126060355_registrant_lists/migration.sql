-- DropIndex
DROP INDEX "Registration_eventId_registeredAt_id_idx";

-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "cancelledBy" TEXT,
ADD COLUMN     "note" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "ListCount" (
    "eventId" UUID NOT NULL,
    "counts" JSONB NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "countedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),

    CONSTRAINT "ListCount_pkey" PRIMARY KEY ("eventId")
);

-- CreateTable
CREATE TABLE "Import" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "eventId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "lines" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Import_createdAt_idx" ON "Import"("createdAt");

-- AddForeignKey
ALTER TABLE "ListCount" ADD CONSTRAINT "ListCount_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Import" ADD CONSTRAINT "Import_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

alter table "ListCount" set unlogged;
alter table "Import" set unlogged;

-- Trigrams find a part of a word without reading every row. The extension is trusted: whoever may make tables here may have it.
create extension if not exists pg_trgm;

-- Capitals and accents make no difference to who is looked for.
create function foyer_fold(words text) returns text language sql immutable parallel safe
return lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'));

-- What a search on the desk looks at. It begins with a space, so that a word can be asked for by how it begins. Kept, because making it takes twenty times
-- as long as reading it, and PostgreSQL thinks that it takes nothing.
alter table "Registration" add column words text not null generated always as (foyer_fold(' ' || name || ' ' || email || ' ' || "emailKey" || ' ' || organisation)) stored;
create index "Registration_words" on "Registration" using gin (words gin_trgm_ops);

-- The tabs of the list, each newest first.
create index "Registration_registered" on "Registration" ("eventId", "registeredAt" desc, id desc) where status = 'registered';
create index "Registration_waiting" on "Registration" ("eventId", "registeredAt" desc, id desc) where status in ('waiting', 'offered');
create index "Registration_cancelled" on "Registration" ("eventId", "registeredAt" desc, id desc) where status = 'cancelled';
create index "Registration_joined" on "Registration" ("eventId", "registeredAt" desc, id desc) where "joinedAt" is not null;
create index "Registration_bounced" on "Registration" ("eventId") where "bouncedAt" is not null;
create index "Delivery_failed" on "Delivery" ("eventId") where state = 'failed';

-- No cell of a file may act as a formula in a spreadsheet: one that begins with a sign of one gets an apostrophe before it.
create function inert_cell(words text) returns text language sql immutable parallel safe
return case when ascii(words) in (9, 13, 43, 45, 61, 64, 65291, 65293, 65309, 65312) then '''' || words else words end;

-- Gives the place back, to whoever waits longest if somebody does; withholds what still waits, and owes the letter that says so, and whose word it was (`p_by`: organiser, or null for the person).
-- Returns whether the event page now says something else. No row: there was nothing to cancel.
drop function cancel_registration(uuid);
create function cancel_registration(p_id uuid, p_by text default null) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, in the same order as registering, so that the two never wait for each other.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id and status <> 'cancelled' for update;
  if not found then return; end if;

  update "Registration" set status = 'cancelled', "cancelledAt" = foyer_now(), "cancelledBy" = p_by where id = p_id;
  update "Delivery" set state = 'withheld', reason = 'cancelled' where "registrationId" = p_id and state = 'queued';
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  values ('cancelled:' || r.id || ':r' || r.round, 'cancelled', e.id, r.id, r.round, 20);
  if r.status = 'waiting' then return query select false; return; end if;

  update "Event" set taken = taken - 1 where id = e.id;
  return query select promote_waiting(e.id) = 0 and e.taken in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- Deletes a person with everything that was written for them, and gives the place to whoever waits longest.
-- Returns whether the event page now says something else. No row: there is no such registration.
create function erase_registration(p_id uuid) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  delete from "Registration" where id = p_id returning * into r;
  if not found then return; end if;
  if r.status not in ('registered', 'offered') then return query select false; return; end if;

  update "Event" set taken = taken - 1 where id = e.id;
  return query select promote_waiting(e.id) = 0 and e.taken in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- An organiser may register people before registration opens and after it has closed: `foyer.at_desk` says so for one transaction.
create or replace function registration_state(e "Event") returns text language sql stable as $$
  select case
    when e.status = 'published' and foyer_now() < e."endsAt"
      and (coalesce(current_setting('foyer.at_desk', true), '') = 'yes'
        or foyer_now() >= coalesce(e."registrationOpensAt", '-infinity') and foyer_now() < coalesce(e."registrationClosesAt", 'infinity'))
    then 'open' else 'closed' end
$$;
