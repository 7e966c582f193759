-- What the tables must never say, whoever writes them.

alter table "Event"
  add constraint "Event_taken_within_capacity" check (taken between 0 and capacity),
  add constraint "Event_ends_after_start" check ("endsAt" > "startsAt"),
  add constraint "Event_released_what_exists" check ("joinReleasedVersion" between 1 and "joinVersion"),
  add constraint "Event_slug_shape" check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$');

alter table "Delivery"
  add constraint "Delivery_worker_holds_lease" check ((state in ('sending', 'data')) = (worker is not null and "leaseUntil" is not null));

-- A draft is worth less than a commit to disk, and so are the counters of the doors.
alter table "Draft" set unlogged;
alter table "Limit" set unlogged;

insert into "MailPace" default values;
alter table "MailPace" add constraint "MailPace_one_row" check (id = 1);

create index "Delivery_queued" on "Delivery" (urgency, "runAt") where state = 'queued';
create index "Delivery_leased" on "Delivery" ("leaseUntil") where state in ('sending', 'data');
create index "Registration_line" on "Registration" ("eventId", "registeredAt") where status = 'waiting';

-- Whether a registration may be decided at all: 'open', or 'closed' for any reason that time or the organiser gives.
create function registration_state(e "Event") returns text language sql stable as $$
  select case
    when e.status = 'published'
      and foyer_now() >= coalesce(e."registrationOpensAt", '-infinity')
      and foyer_now() < least(coalesce(e."registrationClosesAt", 'infinity'), e."endsAt")
    then 'open' else 'closed' end
$$;

-- What the next newcomer is told while registration is open: a free place belongs to whoever waits.
create function next_answer(e "Event") returns text language sql stable as $$
  select case
    when e.taken < e.capacity and not exists (select from "Registration" where "eventId" = e.id and status = 'waiting') then 'registered'
    when e."waitingList" then 'waiting'
    else 'full' end
$$;

create function join_release_at(e "Event") returns timestamptz language sql immutable as $$
  select coalesce(e."joinReleaseAt", e."startsAt" - interval '24 hours')
$$;

-- The letter for somebody who registers again: once a day at most, and not within ten minutes of the confirmation.
-- The key numbers these letters, so that two posts at once owe one, and no row is locked that somebody who cancels waits for.
create function owe_already_letter(r "Registration") returns void language sql as $$
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
          or d.kind in ('confirmation', 'waiting') and d.round = r.round and (d.state in ('queued', 'sending', 'data') or d."sentAt" > foyer_now() - interval '10 minutes'))
    )
  on conflict (key) do nothing
$$;

-- The one decision about a place. Writes the registration and the letter it owes, and returns
--   answer   registered, waiting, full or closed: by the event's state alone, whether or not the address was known
--   turned   whether the event page now says something else (nearly full, or full)
-- No row: there is no such event.
create function register_attendee(
  p_slug text, p_name text, p_email text, p_email_key text, p_organisation text, p_answers jsonb, p_updates boolean
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
    perform owe_already_letter(known);
    return query select case registration_state(e) when 'closed' then 'closed' else next_answer(e) end, false;
    return;
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

  insert into "Registration" as r ("eventId", name, email, "emailKey", organisation, answers, updates, status)
  values (e.id, p_name, p_email, p_email_key, p_organisation, p_answers, p_updates, new_status)
  on conflict ("eventId", "emailKey") do update
    set name = excluded.name, email = excluded.email, organisation = excluded.organisation, answers = excluded.answers, updates = excluded.updates,
        status = new_status, round = r.round + 1, "registeredAt" = foyer_now(), "cancelledAt" = null, "joinedAt" = null
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

-- Gives free places to those who wait, in the order in which they came, and owes each the confirmation. Returns how many.
-- The caller holds the event row.
create function promote_waiting(p_event uuid) returns int language sql as $$
  with event as (
    select id, capacity - taken as places from "Event" where id = p_event and status = 'published' and foyer_now() < "endsAt"
  ), promoted as (
    update "Registration" r set status = 'registered'
    from (
      select id from "Registration" where "eventId" = p_event and status = 'waiting'
      order by "registeredAt", id limit (select coalesce(max(places), 0) from event)
      for update
    ) first
    where r.id = first.id
    returning r.id, r.round
  ), owed as (
    insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
    select 'confirmation:' || id || ':r' || round, 'confirmation', p_event, id, round, 10 from promoted
  ), counted as (
    update "Event" set taken = taken + (select count(*) from promoted) where id = p_event and exists (select from promoted)
  )
  select count(*)::int from promoted
$$;

-- Gives the place back, to whoever waits longest if somebody does; withholds what still waits, and owes the letter that says so. Returns whether the event page now says something else.
-- No row: there was nothing to cancel.
create function cancel_registration(p_id uuid) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, in the same order as registering, so that the two never wait for each other.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  select * into r from "Registration" where id = p_id and status <> 'cancelled' for update;
  if not found then return; end if;

  update "Registration" set status = 'cancelled', "cancelledAt" = foyer_now() where id = p_id;
  update "Delivery" set state = 'withheld', reason = 'cancelled' where "registrationId" = p_id and state = 'queued';
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  values ('cancelled:' || r.id || ':r' || r.round, 'cancelled', e.id, r.id, r.round, 20);
  if r.status = 'waiting' then return query select false; return; end if;

  update "Event" set taken = taken - 1 where id = e.id;
  return query select promote_waiting(e.id) = 0 and e.taken in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- Everything a letter was rendered from, as one word: compared again just before the body leaves.
create function delivery_world(d "Delivery") returns text language sql stable as $$
  select concat_ws('|', e.status, e.sequence, e."joinVersion", e."joinReleasedVersion", e."startsAt", e."endsAt", r.status, r.round, r."tokenVersion", r.email)
  from (select) as nothing
  left join "Event" e on e.id = d."eventId"
  left join "Registration" r on r.id = d."registrationId"
$$;

-- The next moment at which an event may owe mail that has no row yet. null: none in sight.
create function next_due_at(e "Event") returns timestamptz language sql stable as $$
  select case
    when e.status = 'published' and e."joinReleasedVersion" is null and e."joinUrl" is not null and join_release_at(e) > foyer_now() and foyer_now() < e."endsAt"
    then join_release_at(e) end
$$;
