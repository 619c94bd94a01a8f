CREATE TABLE "channel_apps" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"provider" text NOT NULL,
	"api_key_sealed" text,
	"api_secret_sealed" text,
	"webhook_url" text,
	"webhook_path_hash" text NOT NULL,
	"webhook_path_sealed" text NOT NULL,
	"webhook_secret_sealed" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connect_flows" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"provider" text NOT NULL,
	"state_hash" text NOT NULL,
	"verifier_sealed" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"return_to" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"used_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"provider" text NOT NULL,
	"account_id" text NOT NULL,
	"account_name" text NOT NULL,
	"status" text NOT NULL,
	"access_token_sealed" text,
	"refresh_token_sealed" text,
	"token_expires_at" timestamptz(3),
	"token_version" integer DEFAULT 0 NOT NULL,
	"refreshing_until" timestamptz(3),
	"scopes" jsonb,
	"interval_minutes" integer DEFAULT 15 NOT NULL,
	"last_sync_at" timestamptz(3),
	"last_success_at" timestamptz(3),
	"last_full_sync_at" timestamptz(3),
	"last_error_code" text,
	"last_error" text,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"next_sync_at" timestamptz(3),
	"last_webhook_at" timestamptz(3),
	"connected_at" timestamptz(3) NOT NULL,
	"disconnected_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "listings" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"address" text,
	"city" text,
	"time_zone" text,
	"currency" text,
	"capacity" integer,
	"bedrooms" integer,
	"picture_url" text,
	"is_sold" boolean NOT NULL,
	"sync_scope" text,
	"first_seen_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"gone_at" timestamptz(3),
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mappings" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"listing_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"stage" text NOT NULL,
	"is_sync_on" boolean DEFAULT true NOT NULL,
	"paused_calendar_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"activated_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"external_id" text,
	"reason" text NOT NULL,
	"raw" "bytea" NOT NULL,
	"message_id" text,
	"first_seen_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "webhook_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text,
	"provider" text NOT NULL,
	"external_id" text,
	"received_at" timestamptz(3) NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"body_hash" text NOT NULL,
	"body_bytes" bigint NOT NULL,
	"message_id" text
);
--> statement-breakpoint
CREATE TABLE "notice_choices" (
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"medium" text NOT NULL,
	"is_on" boolean NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	CONSTRAINT "notice_choices_org_id_user_id_kind_medium_pk" PRIMARY KEY("org_id","user_id","kind","medium")
);
--> statement-breakpoint
CREATE TABLE "notice_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"notice_id" text NOT NULL,
	"user_id" text NOT NULL,
	"medium" text NOT NULL,
	"of" timestamptz(3) NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamptz(3) NOT NULL,
	"sent_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"facts" text NOT NULL,
	"opened_at" timestamptz(3) NOT NULL,
	"changed_at" timestamptz(3) NOT NULL,
	"closed_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "telegram_chats" (
	"user_id" text PRIMARY KEY NOT NULL,
	"chat_id" text,
	"code_hash" text,
	"code_expires_at" timestamptz(3),
	"linked_at" timestamptz(3),
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "external_calendars" ADD COLUMN "superseded_by" text;--> statement-breakpoint
ALTER TABLE "subscribers" ADD COLUMN "source_connection_id" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "connection_id" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "channel_status" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "has_unknown_status" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "gate_asked_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "adults" integer;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "children" integer;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "infants" integer;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "payout_minor" bigint;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "payout_currency" text;--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "booked_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "channel_changed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "listing_id" text;--> statement-breakpoint
ALTER TABLE "channel_apps" ADD CONSTRAINT "channel_apps_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_flows" ADD CONSTRAINT "connect_flows_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_flows" ADD CONSTRAINT "connect_flows_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mappings" ADD CONSTRAINT "mappings_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_calls" ADD CONSTRAINT "webhook_calls_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_messages" ADD CONSTRAINT "notice_messages_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_messages" ADD CONSTRAINT "notice_messages_notice_id_notices_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_messages" ADD CONSTRAINT "notice_messages_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "telegram_chats" ADD CONSTRAINT "telegram_chats_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channel_apps_org" ON "channel_apps" USING btree ("org_id","provider");--> statement-breakpoint
CREATE UNIQUE INDEX "channel_apps_path" ON "channel_apps" USING btree ("webhook_path_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "connect_flows_state" ON "connect_flows" USING btree ("state_hash");--> statement-breakpoint
CREATE INDEX "connect_flows_age" ON "connect_flows" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_account" ON "connections" USING btree ("org_id","provider","account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_live_account" ON "connections" USING btree ("provider","account_id") WHERE status <> 'disconnected';--> statement-breakpoint
CREATE UNIQUE INDEX "listings_external" ON "listings" USING btree ("connection_id","external_id");--> statement-breakpoint
CREATE INDEX "listings_org" ON "listings" USING btree ("org_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mappings_listing" ON "mappings" USING btree ("listing_id");--> statement-breakpoint
CREATE INDEX "mappings_unit" ON "mappings" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "mappings_connection" ON "mappings" USING btree ("connection_id");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_once" ON "quarantine" USING btree ("connection_id","external_id") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "quarantine_org" ON "quarantine" USING btree ("org_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_calls_once" ON "webhook_calls" USING btree ("provider","external_id") WHERE verdict = 'accepted';--> statement-breakpoint
CREATE INDEX "webhook_calls_age" ON "webhook_calls" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_messages_once" ON "notice_messages" USING btree ("notice_id","of","user_id","medium");--> statement-breakpoint
CREATE INDEX "notice_messages_org" ON "notice_messages" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_cause" ON "notices" USING btree ("org_id","kind","cause");--> statement-breakpoint
CREATE INDEX "notices_open" ON "notices" USING btree ("org_id","closed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "telegram_chats_code" ON "telegram_chats" USING btree ("code_hash");--> statement-breakpoint
ALTER TABLE "external_calendars" ADD CONSTRAINT "external_calendars_superseded_by_mappings_id_fk" FOREIGN KEY ("superseded_by") REFERENCES "public"."mappings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_source_connection_id_connections_id_fk" FOREIGN KEY ("source_connection_id") REFERENCES "public"."connections"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "subscribers_source_connection" ON "subscribers" USING btree ("source_connection_id");--> statement-breakpoint
CREATE INDEX "reservations_connection" ON "reservations" USING btree ("connection_id");--> statement-breakpoint
CREATE INDEX "reservations_gate" ON "reservations" USING btree ("gate_asked_at") WHERE gate_asked_at is not null;--> statement-breakpoint
CREATE INDEX "stays_listing" ON "stays" USING btree ("listing_id");--> statement-breakpoint
CREATE INDEX "stays_waiting" ON "stays" USING btree ("org_id") WHERE unit_id is null and status = 'active';--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_payout" CHECK (("reservations"."payout_minor" is null) = ("reservations"."payout_currency" is null));