-- DropForeignKey
ALTER TABLE "Delivery" DROP CONSTRAINT "Delivery_userId_fkey";

-- DropIndex
DROP INDEX "AuditEntry_eventId_at_idx";

-- AlterTable
ALTER TABLE "User" ALTER COLUMN "role" DROP NOT NULL,
ALTER COLUMN "role" DROP DEFAULT;

-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "email" TEXT;

-- CreateTable
CREATE TABLE "EventRole" (
    "userId" TEXT NOT NULL,
    "eventId" UUID NOT NULL,
    "role" "Role" NOT NULL,

    CONSTRAINT "EventRole_pkey" PRIMARY KEY ("userId","eventId")
);

-- CreateIndex
CREATE INDEX "EventRole_eventId_idx" ON "EventRole"("eventId");

-- CreateIndex
CREATE INDEX "AuditEntry_at_id_idx" ON "AuditEntry"("at", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_eventId_at_id_idx" ON "AuditEntry"("eventId", "at", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_email_at_id_idx" ON "AuditEntry"("email", "at", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_act_at_id_idx" ON "AuditEntry"("act", "at", "id");

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EventRole" ADD CONSTRAINT "EventRole_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EventRole" ADD CONSTRAINT "EventRole_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody owns a single event.
ALTER TABLE "EventRole" ADD CONSTRAINT "EventRole_no_owner" CHECK (role <> 'owner');

-- Whoever leaves the team is looked for in the whole ledger.
CREATE INDEX "Delivery_userId" ON "Delivery" ("userId") WHERE "userId" IS NOT NULL;

-- From now on an entry keeps the address that somebody had when they acted.
UPDATE "AuditEntry" a SET email = u.email FROM "User" u WHERE u.id = a."userId";
