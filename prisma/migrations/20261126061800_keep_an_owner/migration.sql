-- Whether somebody else owns the site who has come in: an invitation that nobody followed may have a wrong address. Holding the rows of all owners
-- makes two who demote each other take turns: the second one finds that nobody else is left.
create function has_another_owner(person text) returns boolean language plpgsql as $$
begin
  perform from "User" where role = 'owner' order by id for update;
  return exists (select from "User" where role = 'owner' and "emailVerified" is not null and id <> person);
end $$;
