-- A letter's id comes from its key, so that the Message-ID of a letter is known before its row is written: a preview shows the very mail that will go.
alter table "Delivery" drop column id;
alter table "Delivery" add column id uuid primary key generated always as (md5(key)::uuid) stored;

-- Until now no event could be moved: every letter so far carried the times that its event still has.
update "Delivery" d set "toldStartsAt" = e."startsAt", "toldEndsAt" = e."endsAt"
from "Event" e where e.id = d."eventId" and d.state in ('data', 'sent');

insert into "MailServer" default values;
alter table "MailServer" add constraint "MailServer_one_row" check (id = 1);

-- How long a worker may hold a letter without a sign of life. Tests shorten it.
create function foyer_lease() returns interval language sql stable as $$
  select coalesce(nullif(current_setting('foyer.lease', true), ''), '30 seconds')::interval
$$;

-- Everything a letter is written from, as one word: compared again just before the body leaves.
create function mail_world(e "Event", r "Registration") returns text language sql stable as $$
  select concat_ws('|', (e).status, (e).sequence, (e)."joinVersion", (e)."joinReleasedVersion", (e)."startsAt", (e)."endsAt",
    (r).status, (r).round, (r)."tokenVersion", (r).email, (r)."bouncedAt" is not null, (r)."mailStoppedAt" is not null)
$$;

create or replace function delivery_world(d "Delivery") returns text language sql stable as $$
  select mail_world(e, r)
  from (select) as nothing
  left join "Event" e on e.id = d."eventId"
  left join "Registration" r on r.id = d."registrationId"
$$;

-- The next moment at which an event may owe mail that has no row yet. null: none in sight.
create or replace function next_due_at(e "Event") returns timestamptz language sql stable as $$
  select min(moment) from (
    select join_release_at(e) where e."joinReleasedVersion" is null
    union all select e."startsAt" - make_interval(mins => minutes) from unnest(e."reminderOffsets") minutes
    union all select e."endsAt" where e."recordingUrl" is not null
  ) moments (moment)
  where e.status = 'published' and moment > foyer_now() and moment <= e."endsAt"
$$;

-- Another address for the same person. Personal links mailed so far open nothing any more, and the letters are owed anew: it is a new round.
-- Returns changed, same, or taken (somebody else is registered with it). No row: there is no such registration.
create function change_address(p_id uuid, p_email text, p_email_key text) returns table (outcome text) language plpgsql as $$
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
  update "Delivery" set state = 'withheld', reason = 'superseded' where "registrationId" = p_id and state = 'queued' and kind <> 'message';
  insert into "Delivery" (key, kind, "eventId", "registrationId", round, urgency)
  select letter || ':' || r.id || ':r' || r.round + 1, letter, r."eventId", r.id, r.round + 1, 10
  from (select case r.status when 'registered' then 'confirmation' when 'cancelled' then null else 'waiting' end) kinds (letter)
  where letter is not null;
  -- The new round is owed what the old one was: moved, joining details and reminders are looked for again.
  update "Event" set "nextDueAt" = foyer_now() where id = r."eventId";
  return query select 'changed';
end
$$;

-- Whoever changes what decides about mail makes the mailer look at the event: nobody has to remember it.
create function mark_event_due() returns trigger language plpgsql as $$
begin
  new."nextDueAt" := foyer_now();
  return new;
end
$$;

create trigger "Event_marked_due" before insert or update of
  status, "startsAt", "endsAt", sequence, "joinUrl", "joinReleasedVersion", "joinReleaseAt", "releaseMissedAt", "reminderOffsets", "recordingUrl" on "Event"
for each row execute function mark_event_due();
