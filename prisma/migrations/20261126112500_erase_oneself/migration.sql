-- A letter of somebody who was erased counts in the ledger, and says nothing of them: no address, no words of a server, which may quote it, and no
-- key that names them. One that waited is withheld; one that is on its way says so until it has ended. Only the letter that tells them keeps its
-- address as long as it needs it.
create function forget_letter() returns trigger language plpgsql as $$
begin
  new."smtpReply" := null;
  if new.state = 'queued' and new.kind <> 'erased' then
    new.state := 'withheld';
    new.reason := 'erased';
  end if;
  if new.state in ('sent', 'failed', 'withheld') then
    new.recipient := null;
    new.key := 'erased:' || gen_random_uuid();
    new.worker := null;
    new."leaseUntil" := null;
  end if;
  return new;
end
$$;

create trigger "Delivery_forgotten" before update on "Delivery" for each row
  when (new."registrationId" is null and new."userId" is null and new.kind not in ('sign-in', 'invitation', 'test', 'alarm')
    and (old."registrationId" is not null or new.state <> old.state or new."smtpReply" is not null))
  execute function forget_letter();

-- Deletes a person with everything that was written for them, and gives the place to whoever waits longest. The ledger keeps its count without them.
-- Returns whether the event page now says something else. No row: there is no such registration.
create or replace function erase_registration(p_id uuid) returns table (turned boolean) language plpgsql as $$
declare
  e "Event";
  r "Registration";
  letters text[];
  -- Every address that was theirs here: one that they only asked for may be somebody else's.
  addresses text[];
begin
  select ev.* into e from "Event" ev join "Registration" reg on reg."eventId" = ev.id where reg.id = p_id for no key update of ev;
  -- The letters before the person, in the order in which the mailer takes the two.
  select array_agg(id::text) into letters from (select id from "Delivery" where "registrationId" = p_id order by id for update) held;
  -- The word to an earlier mailbox that has not gone yet may be the only one that reaches them: it goes, as the word that all is deleted.
  update "Delivery" d set kind = 'erased', recipient = c."oldEmail" from "AddressChange" c
  where c.id = d."addressChangeId" and d."registrationId" = p_id and d.kind = 'address-changed' and d.state = 'queued';
  update "Delivery" set "registrationId" = null, "addressChangeId" = null where "registrationId" = p_id;
  select array_agg(distinct address) into addresses from "Registration" reg
    left join "AddressChange" c on c."registrationId" = reg.id and c."provenAt" is not null
    cross join lateral unnest(array[reg."emailKey", lower(reg.email), c."emailKey", lower(c.email), lower(c."oldEmail")]) address
  where reg.id = p_id and address is not null;
  delete from "Registration" where id = p_id returning * into r;
  if not found then return; end if;

  -- What was done stays written down, without whom it was done to.
  update "AuditEntry" set detail = detail - array['registration', 'delivery', 'report']
  where "eventId" = e.id and (detail ->> 'registration' = p_id::text or detail ->> 'delivery' = any(letters));
  delete from "Import" where "eventId" = e.id and exists (select from jsonb_array_elements(lines) line where line ->> 'emailKey' = any(addresses));
  delete from "LinkRequest" where "eventId" = e.id and "emailKey" = any(addresses);
  -- What they typed into a form of their own pages, under this link or an earlier one: the link begins with the id (see lib/registrations/token.ts).
  delete from "Draft" where lower(trim(fields ->> 'email')) = any(addresses)
    or starts_with(form, '/attend/' || left(translate(encode(uuid_send(p_id), 'base64'), '+/', '-_'), 22));

  if r.status not in ('registered', 'offered') then return query select false; return; end if;
  update "Event" set taken = taken - 1 where id = e.id;
  return query select promote_waiting(e.id) = 0 and e.taken in (e.capacity, ceil(e.capacity * 0.9)::int);
end
$$;
