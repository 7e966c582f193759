-- CreateTable
CREATE TABLE "Deletion" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "eventId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
    "at" TIMESTAMPTZ(3),
    "counts" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Deletion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Deletion_eventId_idx" ON "Deletion"("eventId");

-- AddForeignKey
ALTER TABLE "Deletion" ADD CONSTRAINT "Deletion_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One at a time, so that a deletion which a crash cut off goes on in the same receipt.
create unique index "Deletion_under_way" on "Deletion" ("eventId") where at is null;

-- Letters to the team. They name no attendee, and stay in the ledger.
create function is_team_letter(kind text) returns boolean language sql immutable parallel safe as $$
  select kind in ('sign-in', 'invitation', 'test', 'alarm', 'deletion')
$$;

-- The word to somebody who has left the team is nobody's either, and is no attendee's.
drop trigger "Delivery_forgotten" on "Delivery";
create trigger "Delivery_forgotten" before update on "Delivery" for each row
  when (new."registrationId" is null and new."userId" is null and not is_team_letter(new.kind)
    and (old."registrationId" is not null or new.state <> old.state or new."smtpReply" is not null))
  execute function forget_letter();

-- Whether the day that people were promised has come. Days of 24 hours: the form says the same date, whatever the zone of the session.
create function is_deletion_due(e "Event") returns boolean language sql stable as $$
  select e."endsAt" + e."retentionDays" * interval '24 hours' <= foyer_now()
$$;

-- Whether anything of attendees is left, or a deletion was cut off. A lost link that a stranger asks for is no reason for a receipt: it is gone in seconds.
create function holds_personal(p_event uuid) returns boolean language sql stable as $$
  select exists (select from "Registration" where "eventId" = p_event)
    or exists (select from "Delivery" d where d."eventId" = p_event and not is_team_letter(d.kind))
    or exists (select from "Import" where "eventId" = p_event)
    or exists (select from "Deletion" where "eventId" = p_event and at is null)
$$;

-- The three functions that follow are about the people of an event up to an id, in the order of ids. null: about all of them, and about what belongs to
-- the event and to no single one of them. So the sum over pieces, of which the last is null, is what null alone says.

-- What somebody typed into a form that was refused: on their own pages, under any link that they ever had, which begins with the id (see lib/registrations/token.ts);
-- on the event's own; and on those of the desk that are about people.
create function personal_drafts(p_event uuid, p_until uuid) returns setof uuid language sql stable as $$
  select id from "Draft" where left(form, 30) in (
    select '/attend/' || left(translate(encode(uuid_send(r.id), 'base64'), '+/', '-_'), 22) from "Registration" r
    where r."eventId" = p_event and (p_until is null or r.id <= p_until)
  )
  union
  select f.id from "Draft" f join "Event" e on e.id = p_event
  where p_until is null and (
    starts_with(f.form, '/admin/events/' || e.id || '/registrants')
    or starts_with(f.form, '/events/') and split_part(f.form, '/', 3) in (select e.slug union select o.slug from "OldSlug" o where o."eventId" = e.id)
  )
$$;

-- What was done with one of them, and a look at the record of whoever has their address. Whoever is on the team is named there for what they did.
create function personal_acts(p_event uuid, p_until uuid) returns setof uuid language sql stable as $$
  select id from "AuditEntry" where p_until is null and "eventId" = p_event and detail ?| array['registration', 'delivery', 'report']
  union
  select a.id from "AuditEntry" a join "Registration" r on lower(a.detail ->> 'who') in (r."emailKey", lower(r.email))
  where a.act = 'audit exported' and r."eventId" = p_event and (p_until is null or r.id <= p_until)
    and not exists (select from "User" u where lower(u.email) = lower(a.detail ->> 'who'))
$$;

-- How many of what: the dry run on the desk and the receipt are both made of this. What there is none of is left out.
create function personal_counts(p_event uuid, p_until uuid) returns jsonb language sql stable as $$
  with people as materialized (
    select * from "Registration" where "eventId" = p_event and (p_until is null or id <= p_until)
  ), letters as (
    select d.kind, d.state, d."possiblyTwice" from people r join "Delivery" d on d."registrationId" = r.id
    union all
    -- Those of people who were erased before. They name nobody, and count.
    select d.kind, d.state, d."possiblyTwice" from "Delivery" d
    where p_until is null and d."eventId" = p_event and d."registrationId" is null and not is_team_letter(d.kind)
  ), counted(key, count) as (
    select 'people.' || status, count(*) from people group by status
    union all select 'joined', count(*) from people where "joinedAt" is not null
    union all select 'answered', count(*) from people where answers <> '{}'
    union all select 'notes', count(*) from people where note <> ''
    union all select 'bounced', count(*) from people where "bouncedAt" is not null
    union all select 'joins', count(*) from people r join "Join" j on j."registrationId" = r.id
    union all select 'addressChanges', count(*) from people r join "AddressChange" c on c."registrationId" = r.id
    union all
    select 'letters.' || kind || '.' || case when state in ('sent', 'failed', 'withheld') then state::text else 'waiting' end, count(*) from letters group by 1
    union all select 'lettersTwice', sum("possiblyTwice") from letters
    union all select 'linkRequests', count(*) from "LinkRequest" where p_until is null and "eventId" = p_event
    union all select 'lists', count(*) from "Import" where p_until is null and "eventId" = p_event
    union all select 'drafts', count(*) from personal_drafts(p_event, p_until)
    union all select 'acts', count(*) from personal_acts(p_event, p_until)
  )
  select coalesce(jsonb_object_agg(key, count), '{}') from counted where count > 0
$$;

create function add_counts(one jsonb, other jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, count), '{}') from (
    select key, sum(value::bigint) as count from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) both_of_them group by key
  ) added
$$;

-- Deletes what is personal of at most so many people of an event whose day has come, and writes into the receipt what it was; with the last of them goes all
-- that belongs to the event. Each piece is a transaction of its own, so nobody waits long, and a crash leaves a receipt that says what is gone so far.
--   deletion   the receipt
--   is_over    whether it was the last piece
-- No row: the day has not come, or nothing is left.
create function delete_personal(p_event uuid, p_most int) returns table (deletion uuid, is_over boolean) language plpgsql as $$
declare
  last uuid;
  counted jsonb;
  places int;
begin
  -- Holding the event row makes two workers take turns: whoever comes second counts what the first has left.
  perform from "Event" e where e.id = p_event and is_deletion_due(e) for no key update;
  if not found or not holds_personal(p_event) then return; end if;
  select id into last from "Registration" where "eventId" = p_event order by id offset p_most - 1 limit 1;

  -- The letters before the people, in the order in which the mailer takes the two. Held so, nothing is written for them any more, and the count is right.
  perform from "Delivery" d where d."registrationId" in (select id from "Registration" where "eventId" = p_event and (last is null or id <= last)) order by d.id for update;
  perform from "Registration" where "eventId" = p_event and (last is null or id <= last) order by id for update;
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
