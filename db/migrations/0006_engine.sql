CREATE TABLE "machine_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"client_hash" text NOT NULL,
	"token_sealed" text,
	"expires_at" timestamptz(3),
	"token_version" integer DEFAULT 0 NOT NULL,
	"refreshing_until" timestamptz(3),
	"exchanged_at" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mapping_units" (
	"org_id" text NOT NULL,
	"mapping_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "mapping_units_mapping_id_unit_id_pk" PRIMARY KEY("mapping_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "queue_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"queue" text NOT NULL,
	"external_id" text NOT NULL,
	"ack_token" text,
	"content_hash" text NOT NULL,
	"message_id" text,
	"first_seen_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"applied_at" timestamptz(3),
	"answer" text,
	"acked_at" timestamptz(3),
	"ack_attempts" integer DEFAULT 0 NOT NULL,
	"ack_error" text
);
--> statement-breakpoint
CREATE TABLE "channel_nights" (
	"org_id" text NOT NULL,
	"mapping_id" text NOT NULL,
	"night" date NOT NULL,
	"units" integer,
	"price_minor" bigint,
	"min_stay" integer,
	"max_stay" integer,
	"closed_to_arrival" boolean,
	"closed_to_departure" boolean,
	"confirmed_at" timestamptz(3),
	"sent" jsonb,
	"sent_at" timestamptz(3),
	"sent_state" text,
	"sent_error" text,
	"delivery_id" text,
	"observed" jsonb,
	"observed_at" timestamptz(3),
	"has_drift" boolean DEFAULT false NOT NULL,
	CONSTRAINT "channel_nights_mapping_id_night_pk" PRIMARY KEY("mapping_id","night")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"run_id" text,
	"kind" text NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"request" "bytea" NOT NULL,
	"response" "bytea",
	"outcome" text,
	"error" text,
	"records" jsonb NOT NULL,
	"heard_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "found_closures" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"mapping_id" text,
	"connection_id" text NOT NULL,
	"unit_id" text,
	"check_in" date NOT NULL,
	"check_out" date NOT NULL,
	"units" integer DEFAULT 0 NOT NULL,
	"reason" text NOT NULL,
	"found_at" timestamptz(3) NOT NULL,
	"resolution" text,
	"resolved_at" timestamptz(3),
	"resolved_by" text,
	CONSTRAINT "found_closures_nights" CHECK ("found_closures"."check_out" > "found_closures"."check_in")
);
--> statement-breakpoint
CREATE TABLE "push_states" (
	"mapping_id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"adopted_at" timestamptz(3),
	"dirty_from" date,
	"dirty_to" date,
	"dirty_since" timestamptz(3),
	"dirty_mark" bigint DEFAULT 0 NOT NULL,
	"is_forced" boolean DEFAULT false NOT NULL,
	"last_pushed_at" timestamptz(3),
	"last_read_at" timestamptz(3),
	"next_read_at" timestamptz(3),
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error_code" text,
	"last_error" text,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	CONSTRAINT "push_states_nights" CHECK (("push_states"."dirty_from" is null) = ("push_states"."dirty_to" is null))
);
--> statement-breakpoint
CREATE TABLE "rates" (
	"org_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"night" date NOT NULL,
	"price_minor" bigint,
	"min_stay" integer,
	"max_stay" integer,
	"closed_to_arrival" boolean,
	"closed_to_departure" boolean,
	"stop_sell" boolean DEFAULT false NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"updated_by" text,
	CONSTRAINT "rates_unit_id_night_pk" PRIMARY KEY("unit_id","night"),
	CONSTRAINT "rates_price" CHECK ("rates"."price_minor" is null or "rates"."price_minor" > 0),
	CONSTRAINT "rates_stay" CHECK (coalesce("rates"."min_stay", 1) >= 1 and coalesce("rates"."max_stay", 1) >= 1)
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "mode" text DEFAULT 'consent' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "granted" jsonb;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "markup_bp" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "rounding" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "queues_asked_at" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "flow" jsonb;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "group_id" text;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "group_name" text;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "quantity" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD COLUMN "rate_plans" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "rate_plan_id" text;--> statement-breakpoint
ALTER TABLE "mappings" ADD COLUMN "markup_bp" integer;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "pricing" jsonb;--> statement-breakpoint
ALTER TABLE "mapping_units" ADD CONSTRAINT "mapping_units_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_units" ADD CONSTRAINT "mapping_units_mapping_id_mappings_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mappings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mapping_units" ADD CONSTRAINT "mapping_units_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_messages" ADD CONSTRAINT "queue_messages_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_messages" ADD CONSTRAINT "queue_messages_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_nights" ADD CONSTRAINT "channel_nights_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_nights" ADD CONSTRAINT "channel_nights_mapping_id_mappings_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mappings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "found_closures" ADD CONSTRAINT "found_closures_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "found_closures" ADD CONSTRAINT "found_closures_mapping_id_mappings_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mappings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "found_closures" ADD CONSTRAINT "found_closures_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "found_closures" ADD CONSTRAINT "found_closures_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_states" ADD CONSTRAINT "push_states_mapping_id_mappings_id_fk" FOREIGN KEY ("mapping_id") REFERENCES "public"."mappings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_states" ADD CONSTRAINT "push_states_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_states" ADD CONSTRAINT "push_states_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rates" ADD CONSTRAINT "rates_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rates" ADD CONSTRAINT "rates_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "machine_tokens_client" ON "machine_tokens" USING btree ("provider","client_hash");--> statement-breakpoint
CREATE INDEX "mapping_units_unit" ON "mapping_units" USING btree ("unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "queue_messages_once" ON "queue_messages" USING btree ("connection_id","queue","external_id","content_hash");--> statement-breakpoint
CREATE INDEX "queue_messages_open" ON "queue_messages" USING btree ("connection_id","first_seen_at") WHERE acked_at is null;--> statement-breakpoint
CREATE INDEX "channel_nights_trouble" ON "channel_nights" USING btree ("mapping_id") WHERE sent_state = 'failed' or has_drift;--> statement-breakpoint
CREATE INDEX "deliveries_connection" ON "deliveries" USING btree ("connection_id","started_at");--> statement-breakpoint
CREATE INDEX "deliveries_run" ON "deliveries" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "deliveries_age" ON "deliveries" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "found_closures_unit" ON "found_closures" USING btree ("unit_id","check_in");--> statement-breakpoint
CREATE INDEX "found_closures_mapping" ON "found_closures" USING btree ("mapping_id");--> statement-breakpoint
CREATE INDEX "found_closures_open" ON "found_closures" USING btree ("org_id") WHERE resolution is null;--> statement-breakpoint
CREATE INDEX "push_states_dirty" ON "push_states" USING btree ("connection_id") WHERE dirty_from is not null;--> statement-breakpoint
CREATE INDEX "push_states_read" ON "push_states" USING btree ("next_read_at");--> statement-breakpoint
-- Mappings made so far have one unit each, and those in use are still to read what their channel shows.
INSERT INTO "mapping_units" ("org_id", "mapping_id", "unit_id", "position") SELECT "org_id", "id", "unit_id", 0 FROM "mappings";--> statement-breakpoint
INSERT INTO "push_states" ("mapping_id", "org_id", "connection_id", "created_at", "updated_at") SELECT "id", "org_id", "connection_id", now(), now() FROM "mappings" WHERE "stage" = 'active';
