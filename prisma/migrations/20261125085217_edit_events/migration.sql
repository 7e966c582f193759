-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "archivedAt" TIMESTAMPTZ(3),
ADD COLUMN     "edition" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "programme" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "OldSlug" (
    "slug" TEXT NOT NULL,
    "eventId" UUID NOT NULL,

    CONSTRAINT "OldSlug_pkey" PRIMARY KEY ("slug")
);

-- AddForeignKey
ALTER TABLE "OldSlug" ADD CONSTRAINT "OldSlug_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;
