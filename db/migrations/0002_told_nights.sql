ALTER TABLE "feed_fetches" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "calendar_events" DROP COLUMN "since_version";