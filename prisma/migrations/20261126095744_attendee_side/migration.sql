-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "doorsOpenMinutes" INTEGER NOT NULL DEFAULT 15,
ADD COLUMN     "embedOrigins" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "offerHours" INTEGER NOT NULL DEFAULT 24;

-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "offeredUntil" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "addressChangeId" UUID;

-- CreateTable
CREATE TABLE "Join" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "registrationId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),

    CONSTRAINT "Join_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AddressChange" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "registrationId" UUID NOT NULL,
    "oldEmail" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
    "provenAt" TIMESTAMPTZ(3),
    "voidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AddressChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LinkRequest" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "eventId" UUID NOT NULL,
    "emailKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),

    CONSTRAINT "LinkRequest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Join_registrationId_idx" ON "Join"("registrationId");

-- CreateIndex
CREATE INDEX "AddressChange_registrationId_idx" ON "AddressChange"("registrationId");

-- AddForeignKey
ALTER TABLE "Join" ADD CONSTRAINT "Join_registrationId_fkey" FOREIGN KEY ("registrationId") REFERENCES "Registration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AddressChange" ADD CONSTRAINT "AddressChange_registrationId_fkey" FOREIGN KEY ("registrationId") REFERENCES "Registration"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkRequest" ADD CONSTRAINT "LinkRequest_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_addressChangeId_fkey" FOREIGN KEY ("addressChangeId") REFERENCES "AddressChange"("id") ON DELETE CASCADE ON UPDATE CASCADE;

create index "Delivery_address_change" on "Delivery" ("addressChangeId") where "addressChangeId" is not null;
create index "Registration_offered" on "Registration" ("offeredUntil") where status = 'offered';

alter table "Registration" add constraint "Registration_offered_until" check ((status = 'offered') = ("offeredUntil" is not null));
alter table "Event"
  add constraint "Event_offers_last" check ("offerHours" between 1 and 720),
  add constraint "Event_doors_open" check ("doorsOpenMinutes" between 0 and 1440);

-- The same clock, going on while a transaction lasts: people who take turns at the event row stand in line in that order, also when one act brings many.
create function foyer_clock() returns timestamptz language sql volatile as $$
  select clock_timestamp() + coalesce(nullif(current_setting('foyer.clock_offset', true), ''), '0')::interval
$$;

-- The one decision about a place. Writes the registration and the letter it owes, and returns
--   answer   registered, waiting, full or closed: by the event's state alone, whether or not the address was known
--   turned   whether the event page now says something else (nearly full, or full)
-- No row: there is no such event.
create or replace function register_attendee(
  p_slug text, p_name text, p_email text, p_email_key text, p_organisation text, p_answers jsonb, p_updates boolean, p_source text default ''
) returns table (answer text, turned boolean) language plpgsql as $$
declare
  e "Event";
  known "Registration";
  is_free boolean;
  new_status "RegistrationStatus";
begin
  select * into e from "Event" where slug = p_slug and status <> 'draft';
  if not found then return; end if;

  select * into known from "Registration" where "eventId" = e.id and "emailKey" = p_email_key and status <> 'cancelled';
  if found then
    begin
      perform owe_already_letter(known);
      return query select case registration_state(e) when 'closed' then 'closed' else next_answer(e) end, false;
      return;
    exception when foreign_key_violation then
      -- They were erased in this moment, so nobody is known: an error would tell that somebody was.
    end;
  end if;

  if registration_state(e) = 'closed' then return query select 'closed', false; return; end if;
  -- Once full without a waiting list, nobody needs to take turns to hear it.
  if e.taken >= e.capacity and not e."waitingList" then return query select 'full', false; return; end if;

  -- Holding the event row makes two people racing for the last place take turns.
  select * into e from "Event" where id = e.id for no key update;
  -- The organiser may have closed it while we waited.
  if registration_state(e) = 'closed' then return query select 'closed', false; return; end if;
  is_free := next_answer(e) = 'registered';
  if not is_free and not e."waitingList" then return query select 'full', false; return; end if;
  new_status := case when is_free then 'registered' else 'waiting' end;

  insert into "Registration" as r ("eventId", name, email, "emailKey", organisation, answers, updates, source, status, "registeredAt")
  values (e.id, p_name, p_email, p_email_key, p_organisation, answers_asked_for(e.questions, p_answers), p_updates, p_source, new_status, foyer_clock())
  on conflict ("eventId", "emailKey") do update
    set name = excluded.name, email = excluded.email, organisation = excluded.organisation, answers = excluded.answers, updates = excluded.updates,
        source = excluded.source, status = new_status, round = r.round + 1, "registeredAt" = excluded."registeredAt", "cancelledAt" = null,
        "cancelledBy" = null, "joinedAt" = null
    where r.status = 'cancelled'
  returning * into known;
  if not found then
    -- The same address came in while we waited for the row: it has its place and its letter.
    return query select case when is_free then 'registered' else 'waiting' end, false;
    return;
  end if;

  if is_free then update "Event" set taken = taken + 1 where id = e.id; end if;
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select kind || ':' || known.id || ':r' || known.round, kind, e.id, known.id, known.round, 10
  from (select case when is_free then 'confirmation' else 'waiting' end as kind) as letter;

  return query select new_status::text, is_free and e.taken + 1 in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- Until when a place that is free now is kept for whoever is next: as long as the organiser chose, and never more than a quarter of the time that is left,
-- so that the last in line have a chance too. null: the start is so near that nobody is asked, and the place is theirs.
create function offer_until(e "Event") returns timestamptz language sql stable as $$
  select case when e."startsAt" - foyer_now() > interval '1 hour'
    then foyer_now() + least(make_interval(hours => e."offerHours"), (e."startsAt" - foyer_now()) / 4) end
$$;

-- Offers free places to those who wait, in the order in which they came, and owes each the letter. A place on offer counts as taken. Returns to how many.
-- The caller holds the event row.
create or replace function promote_waiting(p_event uuid) returns int language sql as $$
  with event as (
    select id, capacity - taken as places, offer_until(e) as until from "Event" e where id = p_event and status = 'published' and foyer_now() < "endsAt"
  ), promoted as (
    update "Registration" r set status = case when event.until is null then 'registered' else 'offered' end::"RegistrationStatus", "offeredUntil" = event.until
    from event, (
      select id from "Registration" where "eventId" = p_event and status = 'waiting'
      order by "registeredAt", id limit (select coalesce(max(places), 0) from event)
      for update
    ) first
    where r.id = first.id
    returning r.id, r.round, case r.status when 'offered' then 'offer' else 'confirmation' end as letter
  ), owed as (
    insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select letter || ':' || id || ':r' || round, letter, p_event, id, round, 10 from promoted
  ), counted as (
    update "Event" set taken = taken + (select count(*) from promoted) where id = p_event and exists (select from promoted)
  )
  select count(*)::int from promoted
$$;

-- Ends the offers whose time is over, owes each the letter that says so, and offers the places to the next. Returns how many ended.
create function lapse_offers(p_event uuid) returns int language plpgsql as $$
declare
  e "Event";
  ended int;
begin
  select * into e from "Event" where id = p_event and status = 'published' and foyer_now() < "endsAt" for no key update;
  if not found then return 0; end if;

  -- An offer whose letter could not go yet was not made: its time begins anew.
  update "Registration" r set "offeredUntil" = offer_until(e)
  where r."eventId" = e.id and r.status = 'offered' and r."offeredUntil" <= foyer_now() and offer_until(e) is not null
    and exists (select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind = 'offer' and d.state in ('queued', 'sending', 'data'));

  -- In the last hour there is no time to make it anew: the place is theirs.
  with given as (
    update "Registration" r set status = 'registered', "offeredUntil" = null
    where r."eventId" = e.id and r.status = 'offered' and r."offeredUntil" <= foyer_now() and offer_until(e) is null
      and exists (select from "Delivery" d where d."registrationId" = r.id and d.round = r.round and d.kind = 'offer' and d.state in ('queued', 'sending', 'data'))
    returning id, round
  )
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select 'confirmation:' || id || ':r' || round, 'confirmation', e.id, id, round, 10 from given;

  with lapsed as (
    update "Registration" set status = 'cancelled', "cancelledAt" = foyer_now(), "cancelledBy" = 'lapse', "offeredUntil" = null
    where "eventId" = e.id and status = 'offered' and "offeredUntil" <= foyer_now()
    returning id, round
  ), withheld as (
    update "Delivery" d set state = 'withheld', reason = 'cancelled' from lapsed where d."registrationId" = lapsed.id and d.state = 'queued'
  ), owed as (
    insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select 'offer-ended:' || id || ':r' || round, 'offer-ended', e.id, id, round, 20 from lapsed
  ), counted as (
    update "Event" set taken = taken - (select count(*) from lapsed) where id = e.id and exists (select from lapsed)
  )
  select count(*) into ended from lapsed;
  perform promote_waiting(e.id);
  return ended;
end
$$;

-- After a move: no offer stands longer than it would if it were made now, and whoever read of another time is written to again. Whoever has no time
-- left to be asked has the place.
-- The caller holds the event row.
create function shorten_offers(p_event uuid) returns void language sql as $$
  with shortened as (
    update "Registration" r set "offeredUntil" = offer_until(e) from "Event" e
    where e.id = p_event and r."eventId" = e.id and r.status = 'offered' and offer_until(e) < r."offeredUntil"
    returning r.id, r.round
  )
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select 'again:' || s.id || ':r' || s.round || ':' || (select count(*) from "Delivery" d where d."registrationId" = s.id and d.kind = 'again'), 'again', p_event, s.id, s.round, 10
  from shortened s
  where exists (select from "Delivery" d where d."registrationId" = s.id and d.round = s.round and d.kind = 'offer' and d.state in ('data', 'sent'))
  on conflict do nothing;
  with given as (
    update "Registration" r set status = 'registered', "offeredUntil" = null from "Event" e
    where e.id = p_event and r."eventId" = e.id and r.status = 'offered' and offer_until(e) is null
    returning r.id, r.round
  )
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select 'confirmation:' || id || ':r' || round, 'confirmation', p_event, id, round, 10 from given;
$$;

-- The letter for somebody who registers again: once a day at most, and not within ten minutes of the letter that said where they stand.
create or replace function owe_already_letter(r "Registration") returns void language sql as $$
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select 'already:' || r.id || ':r' || r.round || ':' || (select count(*) from "Delivery" d where d."registrationId" = r.id and d.kind = 'already'), 'already',
    r."eventId", r.id, r.round, 20
  from "Event" e
  where e.id = r."eventId" and e.status = 'published' and foyer_now() < e."endsAt"
    and r."registeredAt" <= foyer_now() - interval '10 minutes'
    and not exists (
      select from "Delivery" d where d."registrationId" = r.id
        and (d.kind = 'already' and d."createdAt" > foyer_now() - interval '1 day'
          -- After an outage the confirmation may have gone a moment ago, or be about to.
          or d.kind in ('confirmation', 'waiting', 'offer') and d.round = r.round
            and (d.state in ('queued', 'sending', 'data') or d."sentAt" > foyer_now() - interval '10 minutes'))
    )
  on conflict do nothing
$$;

-- Takes the place that is on offer, and owes the confirmation. Returns registered; or lapsed, when its time was over, and the next in line has it; or none, when nothing was on offer.
create function accept_offer(p_id uuid) returns text language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, as everybody does who writes registrations.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id and status = 'offered' for update;
  if not found or e.status <> 'published' or foyer_now() >= e."endsAt" then return 'none'; end if;
  if r."offeredUntil" <= foyer_now() then
    perform lapse_offers(e.id);
    -- It may have been made anew, since its letter has not gone.
    select * into r from "Registration" where id = p_id and status = 'offered';
    if not found then return 'lapsed'; end if;
  end if;

  update "Registration" set status = 'registered', "offeredUntil" = null where id = p_id;
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency) values ('confirmation:' || r.id || ':r' || r.round, 'confirmation', e.id, r.id, r.round, 10);
  return 'registered';
end
$$;

-- Brings somebody back who has cancelled, or whose offer has ended: decided like a new registration, with the details that are there.
-- No row: there is no such registration, or an organiser has cancelled it.
create function restore_registration(p_id uuid) returns table (answer text, turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id;
  if not found then return; end if;
  -- Whom an organiser cancelled only an organiser brings back.
  if r.status = 'cancelled' and r."cancelledBy" = 'organiser' then return; end if;
  -- Its time may have been over for less than a second, and nobody has noticed yet.
  if r.status = 'offered' then perform lapse_offers(e.id); end if;
  return query select decided.answer, decided.turned
    from register_attendee(e.slug, r.name, r.email, r."emailKey", r.organisation, r.answers, r.updates, r.source) decided;
end
$$;

-- As before; no offer is left, and the word to an earlier mailbox goes all the same.
create or replace function cancel_registration(p_id uuid, p_by text default null) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, in the same order as registering, so that the two never wait for each other.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id and status <> 'cancelled' for update;
  if not found then return; end if;

  update "Registration" set status = 'cancelled', "cancelledAt" = foyer_now(), "cancelledBy" = p_by, "offeredUntil" = null where id = p_id;
  update "Delivery" set state = 'withheld', reason = 'cancelled' where "registrationId" = p_id and state = 'queued' and kind <> 'address-changed';
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  values ('cancelled:' || r.id || ':r' || r.round, 'cancelled', e.id, r.id, r.round, 20);
  if r.status = 'waiting' then return query select false; return; end if;

  update "Event" set taken = taken - 1 where id = e.id;
  return query select promote_waiting(e.id) = 0 and e.taken in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- As before; whoever has an offer is owed the offer; and the word to an earlier mailbox that its address is no longer used goes whatever happens next: it may be the only one that reaches the person.
create or replace function change_address(p_id uuid, p_email text, p_email_key text) returns table (outcome text) language plpgsql as $$
declare
  r "Registration";
begin
  -- The event row first, as everybody does who writes registrations: nobody can register with the same address meanwhile.
  perform from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id for update;
  if not found then return; end if;
  if r.email = p_email then return query select 'same'; return; end if;
  if exists (select from "Registration" where "eventId" = r."eventId" and "emailKey" = p_email_key and id <> p_id) then return query select 'taken'; return; end if;

  update "Registration" set email = p_email, "emailKey" = p_email_key, round = round + 1, "tokenVersion" = "tokenVersion" + 1, "bouncedAt" = null where id = p_id;
  -- An organiser's message has no round in its key, so nothing would owe it again: it goes to the person, whatever their round.
  update "Delivery" set state = 'withheld', reason = 'superseded' where "registrationId" = p_id and state = 'queued' and kind not in ('message', 'address-changed');
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select letter || ':' || r.id || ':r' || r.round + 1, letter, r."eventId", r.id, r.round + 1, 10
  from (select case r.status when 'registered' then 'confirmation' when 'offered' then 'offer' when 'waiting' then 'waiting' end) kinds (letter)
  where letter is not null;
  -- The new round is owed what the old one was: moved, joining details and reminders are looked for again.
  update "Event" set "nextDueAt" = foyer_now() where id = r."eventId";
  return query select 'changed';
end
$$;

-- Everything a letter is written from, as one word: compared again just before the body leaves.
create or replace function mail_world(e "Event", r "Registration") returns text language sql stable as $$
  select concat_ws('|', (e).status, (e).sequence, (e)."joinVersion", (e)."joinReleasedVersion", (e)."startsAt", (e)."endsAt",
    (r).status, (r).round, (r)."tokenVersion", (r).email, (r)."bouncedAt" is not null, (r)."mailStoppedAt" is not null, (r)."offeredUntil")
$$;
