-- The one clock of Foyer: the database's own, moved by a setting that tests use. Workers' clocks decide nothing.
create function foyer_now() returns timestamptz language sql stable parallel safe as $$
  select now() + coalesce(nullif(current_setting('foyer.clock_offset', true), ''), '0')::interval
$$;
