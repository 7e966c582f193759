// What would become of each line of a file, as SQL. $1 is the import. Whoever cancelled does not come back by a list; of two lines with one
// address the first counts; and places are given in the order of the file, as at the form.

export const fates = `
  given as (
    select i."eventId", x.* from "Import" i, jsonb_to_recordset(i.lines) as x(line int, name text, email text, "emailKey" text, organisation text, text text, problem text)
    where i.id = $1
  ),
  told as (
    select g.*, r.status, row_number() over (partition by g."emailKey", g.problem is null order by g.line) as time
    from given g left join "Registration" r on r."eventId" = g."eventId" and r."emailKey" = g."emailKey"
  ),
  sorted as (
    select *, case when problem is not null then 'bad' when time > 1 then 'twice' when status = 'cancelled' then 'cancelled' when status is not null then 'known' else 'new' end as kind
    from told
  ),
  hall as (
    select e.id, e."waitingList",
      case when exists (select from "Registration" w where w."eventId" = e.id and w.status = 'waiting') then 0 else e.capacity - e.taken end as free
    from "Event" e join "Import" i on i."eventId" = e.id where i.id = $1
  ),
  fated as (
    select s.*, case when s.kind <> 'new' then s.kind
      when row_number() over (partition by s.kind order by s.line) <= h.free then 'registered' when h."waitingList" then 'waiting' else 'no-place' end as fate
    from sorted s cross join hall h
  )`
