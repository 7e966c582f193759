-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "source" TEXT NOT NULL DEFAULT '';

-- Answers without those to questions that the event no longer asks: whoever removes a question deletes its answers, and one that was on its way
-- must not come after.
create function answers_asked_for(questions jsonb, answers jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(given.key, given.value), '{}')
  from jsonb_each(answers) given
  where exists (select from jsonb_array_elements(questions) question where question ->> 'id' = given.key)
$$;

-- It takes the source too.
drop function register_attendee(text, text, text, text, text, jsonb, boolean);

-- The one decision about a place. Writes the registration and the letter it owes, and returns
--   answer   registered, waiting, full or closed: by the event's state alone, whether or not the address was known
--   turned   whether the event page now says something else (nearly full, or full)
-- No row: there is no such event.
create function register_attendee(
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

  insert into "Registration" as r ("eventId", name, email, "emailKey", organisation, answers, updates, source, status)
  values (e.id, p_name, p_email, p_email_key, p_organisation, answers_asked_for(e.questions, p_answers), p_updates, p_source, new_status)
  on conflict ("eventId", "emailKey") do update
    set name = excluded.name, email = excluded.email, organisation = excluded.organisation, answers = excluded.answers, updates = excluded.updates,
        source = excluded.source, status = new_status, round = r.round + 1, "registeredAt" = foyer_now(), "cancelledAt" = null, "joinedAt" = null
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
