CREATE TABLE "turnover_links" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"property_ids" text[],
	"token_hash" text NOT NULL,
	"created_by" text,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	"last_opened_at" timestamptz(3)
);
--> statement-breakpoint
ALTER TABLE "feed_tokens" ADD COLUMN "visits" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "blocks" ADD COLUMN "kind" text DEFAULT 'other' NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "phone_tail" text;--> statement-breakpoint
ALTER TABLE "turnover_links" ADD CONSTRAINT "turnover_links_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "turnover_links_hash" ON "turnover_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "turnover_links_org" ON "turnover_links" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "deliveries_org" ON "deliveries" USING btree ("org_id","started_at");--> statement-breakpoint
CREATE INDEX "reservations_booked" ON "reservations" USING btree ("org_id","booked_at");