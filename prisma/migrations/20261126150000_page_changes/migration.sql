-- CreateTable
CREATE TABLE "PageChange" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "paths" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "PageChange_pkey" PRIMARY KEY ("id")
);
