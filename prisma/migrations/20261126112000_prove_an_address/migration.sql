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
