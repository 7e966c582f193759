-- The functions are as before, and their guards have names. A line that belongs to a guard ends with `-- guard: …`, and the function is valid without the
-- lines of a name: that is how a test takes a guard out (tests/support/without.ts). A line `-- instead of …: …` says what stands there then.

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
      return query select case registration_state(e) when 'closed' then 'closed' else next_answer(e) end, false; -- guard: answers alike
      return;
    exception when foreign_key_violation then
      -- They were erased in this moment, so nobody is known: an error would tell that somebody was.
    end;
  end if;

  if registration_state(e) = 'closed' then return query select 'closed', false; return; end if;
  -- Once full without a waiting list, nobody needs to take turns to hear it.
  if e.taken >= e.capacity and not e."waitingList" then return query select 'full', false; return; end if;

  -- Holding the event row makes two people racing for the last place take turns.
  select * into e from "Event" where id = e.id
    for no key update -- guard: takes turns
  ;
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
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency) -- guard: owes the letter
  select kind || ':' || known.id || ':r' || known.round, kind, e.id, known.id, known.round, 10 -- guard: owes the letter
  from (select case when is_free then 'confirmation' else 'waiting' end as kind) as letter; -- guard: owes the letter

  return query select new_status::text, is_free and e.taken + 1 in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;

-- Answers without those to questions that the event no longer asks: whoever removes a question deletes its answers, and one that was on its way
-- must not come after.
create or replace function answers_asked_for(questions jsonb, answers jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(given.key, given.value), '{}')
  from jsonb_each(answers) given
  where exists (select from jsonb_array_elements(questions) question where question ->> 'id' = given.key) -- guard: only what is asked
$$;

-- The letter for somebody who registers again: once a day at most, and not within ten minutes of the letter that said where they stand. A letter is unique
-- by its key and by its id.
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
  on conflict do nothing -- guard: either key
  -- instead of either key: on conflict (key) do nothing
$$;

-- Gives a registration up, and offers its place to the next. No offer is left, and the word to an earlier mailbox goes all the same.
create or replace function cancel_registration(p_id uuid, p_by text default null) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, in the same order as registering, so that the two never wait for each other.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id
    for no key update of ev -- guard: takes turns
  ;
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

-- Brings somebody back who has cancelled, or whose offer has ended: decided like a new registration, with the details that are there.
-- No row: there is no such registration, or an organiser has cancelled it.
create or replace function restore_registration(p_id uuid) returns table (answer text, turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id
    for no key update of ev -- guard: takes turns
  ;
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

-- Offers free places to those who wait, in the order in which they came, and owes each the letter. A place on offer counts as taken. Returns to how many.
-- The caller holds the event row.
create or replace function promote_waiting(p_event uuid) returns int language sql as $$
  with event as (
    select id, capacity - taken as places, offer_until(e) as until from "Event" e where id = p_event and status = 'published' and foyer_now() < "endsAt"
  ), promoted as (
    update "Registration" r set status = case when event.until is null then 'registered' else 'offered' end::"RegistrationStatus", "offeredUntil" = event.until
    from event, (
      select id from "Registration" where "eventId" = p_event and status = 'waiting'
      order by
        "registeredAt", -- guard: first come, first served
        id
      limit (select coalesce(max(places), 0) from event)
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

-- Takes the place that is on offer, and owes the confirmation. Returns registered; or lapsed, when its time was over, and the next in line has it; or none,
-- when nothing was on offer.
create or replace function accept_offer(p_id uuid) returns text language plpgsql as $$
declare
  e "Event";
  r "Registration";
begin
  -- The event row first, as everybody does who writes registrations.
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id
    for no key update of ev -- guard: takes turns
  ;
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

-- Ends the offers whose time is over, owes each the letter that says so, and offers the places to the next. Returns how many ended.
create or replace function lapse_offers(p_event uuid) returns int language plpgsql as $$
declare
  e "Event";
  ended int;
begin
  select * into e from "Event" where id = p_event and status = 'published' and foyer_now() < "endsAt"
    for no key update -- guard: takes turns
  ;
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

-- Everything a letter about a change of address is written from, as one word, beside what every letter is written from.
create or replace function letter_world(e "Event", r "Registration", c "AddressChange") returns text language sql stable as $$
  select concat_ws('|',
    mail_world(e, r), -- guard: looks at the world again
    (c).email, (c)."provenAt")
$$;

-- Deletes what is personal of at most so many people of an event whose day has come, and writes into the receipt what it was; with the last of them goes all
-- that belongs to the event. Each piece is a transaction of its own, so nobody waits long, and a crash leaves a receipt that says what is gone so far.
--   deletion   the receipt
--   is_over    whether it was the last piece
-- No row: the day has not come, or nothing is left.
create or replace function delete_personal(p_event uuid, p_most int) returns table (deletion uuid, is_over boolean) language plpgsql as $$
declare
  last uuid;
  counted jsonb;
  places int;
begin
  -- Holding the event row makes two workers take turns: whoever comes second counts what the first has left.
  perform from "Event" e where e.id = p_event and is_deletion_due(e)
    for no key update -- guard: takes turns
  ;
  if not found or not holds_personal(p_event) then return; end if;
  select id into last from "Registration" where "eventId" = p_event order by id offset p_most - 1 limit 1;

  -- The letters before the people, in the order in which the mailer takes the two. Held so, nothing is written for them any more, and the count is right.
  perform from "Delivery" d -- guard: takes turns
  where d."registrationId" in (select id from "Registration" where "eventId" = p_event and (last is null or id <= last)) -- guard: takes turns
  order by d.id for update; -- guard: takes turns
  perform from "Registration" where "eventId" = p_event and (last is null or id <= last) order by id for update; -- guard: takes turns
  counted := personal_counts(p_event, last);
  insert into "Deletion" ("eventId") values (p_event) on conflict ("eventId") where at is null do nothing;

  delete from "Draft" where id in (select personal_drafts(p_event, last));
  -- What was done stays written down, without whom it was done to.
  update "AuditEntry" set detail = detail - array['registration', 'delivery', 'report', 'who'] where id in (select personal_acts(p_event, last));
  -- The words of a server may quote an address.
  update "MailServer" set words = null
  where exists (select from "Registration" r where r."eventId" = p_event and (last is null or r.id <= last) and position(lower(r.email) in lower(words)) > 0);
  delete from "Delivery" d using "Registration" r where r.id = d."registrationId" and r."eventId" = p_event and (last is null or r.id <= last);
  with gone as (delete from "Registration" where "eventId" = p_event and (last is null or id <= last) returning status)
  select count(*) into places from gone where status in ('registered', 'offered');
  update "Event" set taken = greatest(0, taken - places) where id = p_event;

  if last is null then
    delete from "Delivery" d where d."eventId" = p_event and not is_team_letter(d.kind);
    delete from "LinkRequest" where "eventId" = p_event;
    delete from "Import" where "eventId" = p_event;
    delete from "ListCount" where "eventId" = p_event;
    update "Event" set "mailPausedBecause" = null where id = p_event and "mailPausedBecause" is not null;
  end if;

  return query
    update "Deletion" d set counts = add_counts(d.counts, counted), at = case when last is null then foyer_now() end
    where d."eventId" = p_event and d.at is null returning d.id, last is null;
end
$$;

-- Whether somebody else owns the site who has come in: an invitation that nobody followed may have a wrong address. Holding the rows of all owners
-- makes two who demote each other take turns: the second one finds that nobody else is left.
create or replace function has_another_owner(person text) returns boolean language plpgsql as $$
begin
  perform from "User" where role = 'owner' order by id for update; -- guard: takes turns
  return exists (select from "User" where role = 'owner' and "emailVerified" is not null and id <> person);
end
$$;
