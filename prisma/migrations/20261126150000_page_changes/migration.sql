-- CreateTable
CREATE TABLE "PageChange" (
    "id" BIGSERIAL NOT NULL,
    "paths" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "PageChange_pkey" PRIMARY KEY ("id")
);
