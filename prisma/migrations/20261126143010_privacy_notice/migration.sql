-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "privacyNotice" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "noticeEdition" INTEGER;

-- CreateTable
CREATE TABLE "PrivacyNotice" (
    "eventId" UUID NOT NULL,
    "edition" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "standard" INTEGER NOT NULL DEFAULT 1,
    "host" TEXT NOT NULL,
    "replyTo" TEXT,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "timeZone" TEXT NOT NULL,
    "retentionDays" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),

    CONSTRAINT "PrivacyNotice_pkey" PRIMARY KEY ("eventId","edition")
);

-- AddForeignKey
ALTER TABLE "PrivacyNotice" ADD CONSTRAINT "PrivacyNotice_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever changes what the notice says makes a new edition of it: nobody has to remember it. The event row is held by the change itself.
create function keep_privacy_notice() returns trigger language plpgsql as $$
begin
  insert into "PrivacyNotice" ("eventId", edition, text, host, "replyTo", "endsAt", "timeZone", "retentionDays")
  select new.id, coalesce(last.edition, 0) + 1, new."privacyNotice", new.host, new."replyTo", new."endsAt", new."timeZone", new."retentionDays"
  from (select) as nothing left join lateral (select * from "PrivacyNotice" where "eventId" = new.id order by edition desc limit 1) last on true
  where last.edition is null or (last.text, last.host, last."replyTo", last."endsAt", last."timeZone", last."retentionDays")
    is distinct from (new."privacyNotice", new.host, new."replyTo", new."endsAt", new."timeZone", new."retentionDays");
  return null;
end
$$;

create trigger "Event_privacy_notice" after insert or update of "privacyNotice", host, "replyTo", "endsAt", "timeZone", "retentionDays" on "Event"
for each row execute function keep_privacy_notice();

-- Whichever way somebody comes onto the list, the edition that counts then is noted with them.
create function note_privacy_notice() returns trigger language plpgsql as $$
begin
  new."noticeEdition" := (select max(edition) from "PrivacyNotice" where "eventId" = new."eventId");
  return new;
end
$$;

create trigger "Registration_privacy_notice" before insert or update of "registeredAt" on "Registration" for each row execute function note_privacy_notice();

insert into "PrivacyNotice" ("eventId", edition, text, host, "replyTo", "endsAt", "timeZone", "retentionDays")
select id, 1, "privacyNotice", host, "replyTo", "endsAt", "timeZone", "retentionDays" from "Event";
