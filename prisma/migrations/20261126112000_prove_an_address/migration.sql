-- Everything a letter about a change of address is written from, as one word, beside what every letter is written from.
create function letter_world(e "Event", r "Registration", c "AddressChange") returns text language sql stable as $$
  select concat_ws('|', mail_world(e, r), (c).email, (c)."provenAt")
$$;

create or replace function delivery_world(d "Delivery") returns text language sql stable as $$
  select letter_world(e, r, c)
  from (select) as nothing
  left join "Event" e on e.id = d."eventId"
  left join "Registration" r on r.id = d."registrationId"
  left join "AddressChange" c on c.id = d."addressChangeId"
$$;

-- As before; and the word to an earlier mailbox that its address is no longer used goes whatever happens next: it may be the only one that reaches the person.
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

-- As before, with the same exception.
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
