ALTER TABLE "connections" ADD COLUMN "tokens_since" timestamptz(3);--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "resumes_on_connect" boolean DEFAULT false NOT NULL;