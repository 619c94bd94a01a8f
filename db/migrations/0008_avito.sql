CREATE TABLE "connect_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"provider" text NOT NULL,
	"unit_id" text NOT NULL,
	"property_id" text NOT NULL,
	"mapping_id" text,
	"step" text NOT NULL,
	"connection_id" text,
	"account_id" text,
	"item_id" text,
	"item_name" text,
	"markup_bp" integer DEFAULT 1500 NOT NULL,
	"error" jsonb,
	"expires_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"run_id" text,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listing_polls" (
	"listing_id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"claimed_until" timestamptz(3),
	"polled_at" timestamptz(3),
	"late_ms" integer DEFAULT 0 NOT NULL,
	"interval_ms" integer NOT NULL,
	"body_hash" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error_code" text,
	"last_error" text
);
--> statement-breakpoint
ALTER TABLE "connect_flows" ADD COLUMN "steps_id" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "poll_pace" jsonb;--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "held_item" text;--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "held_unit" text;--> statement-breakpoint
ALTER TABLE "connect_steps" ADD CONSTRAINT "connect_steps_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_steps" ADD CONSTRAINT "connect_steps_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_steps" ADD CONSTRAINT "connect_steps_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_steps" ADD CONSTRAINT "connect_steps_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_steps" ADD CONSTRAINT "connect_steps_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_polls" ADD CONSTRAINT "listing_polls_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_polls" ADD CONSTRAINT "listing_polls_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listing_polls" ADD CONSTRAINT "listing_polls_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "connect_steps_open" ON "connect_steps" USING btree ("org_id","user_id","provider","unit_id") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "connect_steps_age" ON "connect_steps" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "listing_polls_due" ON "listing_polls" USING btree ("connection_id","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mappings_held_item" ON "mappings" USING btree ("held_item");--> statement-breakpoint
CREATE UNIQUE INDEX "mappings_held_unit" ON "mappings" USING btree ("held_unit");