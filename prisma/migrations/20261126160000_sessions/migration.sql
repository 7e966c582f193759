-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
ADD COLUMN     "device" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT foyer_now(),
ADD CONSTRAINT "Session_pkey" PRIMARY KEY ("id");

-- What browsers hold stays good: the table has its hash from now on.
update "Session" set "sessionToken" = encode(sha256(convert_to("sessionToken", 'UTF8')), 'hex');
