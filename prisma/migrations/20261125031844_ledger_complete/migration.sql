-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "linkOpenedVersion" INTEGER,
ADD COLUMN     "mailPausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "mailPausedBecause" TEXT,
ADD COLUMN     "releaseMissedAt" TIMESTAMPTZ(3),
ADD COLUMN     "testConfirmedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Registration" ADD COLUMN     "mailStoppedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "minutesBefore" INTEGER,
ADD COLUMN     "sequence" INTEGER,
ADD COLUMN     "setbackAt" TIMESTAMPTZ(3),
ADD COLUMN     "toldEndsAt" TIMESTAMPTZ(3),
ADD COLUMN     "toldStartsAt" TIMESTAMPTZ(3);

-- DropTable
DROP TABLE "MailPace";

-- CreateTable
CREATE TABLE "MailServer" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "freeAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
    "trouble" TEXT,
    "words" TEXT,
    "since" TIMESTAMPTZ(3),
    "restUntil" TIMESTAMPTZ(3),
    "misses" INTEGER NOT NULL DEFAULT 0,
    "lastFailed" UUID,
    "acceptedAt" TIMESTAMPTZ(3),

    CONSTRAINT "MailServer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Registration_eventId_id_idx" ON "Registration"("eventId", "id");
