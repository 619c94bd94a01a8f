CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
CREATE TABLE "calendar_events" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"calendar_id" text NOT NULL,
	"uid" text NOT NULL,
	"recurrence_id" text,
	"code" text,
	"check_in" date NOT NULL,
	"check_out" date NOT NULL,
	"kind" text NOT NULL,
	"may_be_booking" boolean NOT NULL,
	"tentative" boolean DEFAULT false NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"stay_id" text,
	"echo_of" text,
	"since_version" bigint DEFAULT 0 NOT NULL,
	"judgement" text,
	"first_seen_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"missed_polls" integer DEFAULT 0 NOT NULL,
	"first_missed_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "external_calendars" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"property_id" text NOT NULL,
	"unit_id" text,
	"name" text NOT NULL,
	"url_sealed" text NOT NULL,
	"url_hash" text NOT NULL,
	"url_host" text NOT NULL,
	"dialect" text DEFAULT 'generic' NOT NULL,
	"color" text DEFAULT '#3B82F6' NOT NULL,
	"description" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"tentative_closes" boolean DEFAULT true NOT NULL,
	"interval_minutes" integer DEFAULT 15 NOT NULL,
	"last_sync_at" timestamptz(3),
	"last_success_at" timestamptz(3),
	"last_sync_status" text DEFAULT 'pending' NOT NULL,
	"last_sync_error_code" text,
	"last_sync_error" text,
	"consecutive_failures" integer DEFAULT 0 NOT NULL,
	"next_sync_at" timestamptz(3),
	"etag" text,
	"last_modified" text,
	"content_hash" text,
	"has_missing" boolean DEFAULT false NOT NULL,
	"last_summary" jsonb,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_fetches" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"token_id" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"status" integer NOT NULL,
	"version" bigint NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"ip" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"subscriber_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"token_sealed" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	"last_fetched_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "inbound_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"source_kind" text NOT NULL,
	"source_id" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"times_seen" integer DEFAULT 1 NOT NULL,
	"content_hash" text NOT NULL,
	"body" "bytea" NOT NULL,
	"verdict" text DEFAULT 'received' NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"property_id" text NOT NULL,
	"unit_id" text,
	"name" text NOT NULL,
	"is_plain" boolean DEFAULT false NOT NULL,
	"privacy" text DEFAULT 'busy' NOT NULL,
	"source_calendar_id" text,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"prefix" text NOT NULL,
	"key_hash" text NOT NULL,
	"created_by" text,
	"created_at" timestamptz(3) NOT NULL,
	"last_used_at" timestamptz(3),
	"revoked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"only_row" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"instance_id" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" text,
	"created_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"accepted_at" timestamptz(3),
	"revoked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"org_id" text,
	"user_agent" text DEFAULT '' NOT NULL,
	"ip" text DEFAULT '' NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"email_verified_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "properties" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"currency" text NOT NULL,
	"check_in_time" text DEFAULT '15:00' NOT NULL,
	"check_out_time" text DEFAULT '11:00' NOT NULL,
	"archived_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit_parts" (
	"org_id" text NOT NULL,
	"composite_id" text NOT NULL,
	"part_id" text NOT NULL,
	CONSTRAINT "unit_parts_composite_id_part_id_pk" PRIMARY KEY("composite_id","part_id")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"property_id" text NOT NULL,
	"name" text NOT NULL,
	"preparation_nights" integer DEFAULT 0 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"calendar_version" bigint DEFAULT 1 NOT NULL,
	"calendar_changed_at" timestamptz(3) NOT NULL,
	"archived_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"check_in" date NOT NULL,
	"check_out" date NOT NULL,
	"reason" text,
	"created_by" text,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "blocks_nights" CHECK ("blocks"."check_out" > "blocks"."check_in")
);
--> statement-breakpoint
CREATE TABLE "conflicts" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"claim_a" text NOT NULL,
	"claim_b" text NOT NULL,
	"nights" daterange NOT NULL,
	"opened_at" timestamptz(3) NOT NULL,
	"resolved_at" timestamptz(3),
	"resolution" text,
	"resolved_by" text,
	"note" text,
	CONSTRAINT "conflicts_order" CHECK ("conflicts"."claim_a" < "conflicts"."claim_b")
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"unit_id" text NOT NULL,
	"stay_id" text NOT NULL,
	"nights" daterange NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "holds_finite" CHECK (not isempty("holds"."nights") and not lower_inf("holds"."nights") and not upper_inf("holds"."nights"))
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"channel" text NOT NULL,
	"external_id" text NOT NULL,
	"status" text NOT NULL,
	"calendar_id" text,
	"followed" text DEFAULT 'followed' NOT NULL,
	"guest_name" text,
	"guest_email" text,
	"guest_phone" text,
	"guests" integer,
	"total_minor" bigint,
	"currency" text,
	"note" text,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"cancelled_at" timestamptz(3),
	CONSTRAINT "reservations_money" CHECK (("reservations"."total_minor" is null) = ("reservations"."currency" is null))
);
--> statement-breakpoint
CREATE TABLE "stays" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"reservation_id" text NOT NULL,
	"room_ref" text DEFAULT '1' NOT NULL,
	"unit_id" text,
	"check_in" date NOT NULL,
	"check_out" date NOT NULL,
	"status" text NOT NULL,
	"since_version" bigint DEFAULT 0 NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	CONSTRAINT "stays_nights" CHECK ("stays"."check_out" > "stays"."check_in")
);
--> statement-breakpoint
CREATE TABLE "bells" (
	"name" text PRIMARY KEY NOT NULL,
	"last_rang_at" timestamptz(3),
	"silent_since" timestamptz(3),
	"note" text
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamptz(3),
	"lease_token" text,
	"last_error" text,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"unit_id" text,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"message_id" text,
	"run_id" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "queue_deliveries" (
	"message_id" text PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"done_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text,
	"parent_id" text,
	"trigger" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"polls" integer DEFAULT 1 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"cancelled" integer DEFAULT 0 NOT NULL,
	"errors" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"message_id" text
);
--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_calendar_id_external_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."external_calendars"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_events" ADD CONSTRAINT "calendar_events_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendars" ADD CONSTRAINT "external_calendars_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendars" ADD CONSTRAINT "external_calendars_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendars" ADD CONSTRAINT "external_calendars_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_fetches" ADD CONSTRAINT "feed_fetches_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_fetches" ADD CONSTRAINT "feed_fetches_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_tokens" ADD CONSTRAINT "feed_tokens_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_tokens" ADD CONSTRAINT "feed_tokens_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_messages" ADD CONSTRAINT "inbound_messages_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscribers" ADD CONSTRAINT "subscribers_source_calendar_id_external_calendars_id_fk" FOREIGN KEY ("source_calendar_id") REFERENCES "public"."external_calendars"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "properties" ADD CONSTRAINT "properties_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_parts" ADD CONSTRAINT "unit_parts_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_parts" ADD CONSTRAINT "unit_parts_composite_id_units_id_fk" FOREIGN KEY ("composite_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unit_parts" ADD CONSTRAINT "unit_parts_part_id_units_id_fk" FOREIGN KEY ("part_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "units" ADD CONSTRAINT "units_property_id_properties_id_fk" FOREIGN KEY ("property_id") REFERENCES "public"."properties"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocks" ADD CONSTRAINT "blocks_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_stay_id_stays_id_fk" FOREIGN KEY ("stay_id") REFERENCES "public"."stays"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stays" ADD CONSTRAINT "stays_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_events_calendar" ON "calendar_events" USING btree ("calendar_id","check_out");--> statement-breakpoint
CREATE INDEX "calendar_events_stay" ON "calendar_events" USING btree ("stay_id");--> statement-breakpoint
CREATE INDEX "external_calendars_unit" ON "external_calendars" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "external_calendars_property" ON "external_calendars" USING btree ("property_id");--> statement-breakpoint
CREATE INDEX "external_calendars_org" ON "external_calendars" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "feed_fetches_subscriber" ON "feed_fetches" USING btree ("subscriber_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "feed_tokens_hash" ON "feed_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "feed_tokens_subscriber" ON "feed_tokens" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "inbound_messages_source" ON "inbound_messages" USING btree ("source_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "subscribers_unit" ON "subscribers" USING btree ("unit_id");--> statement-breakpoint
CREATE INDEX "subscribers_property" ON "subscribers" USING btree ("property_id");--> statement-breakpoint
CREATE INDEX "subscribers_source" ON "subscribers" USING btree ("source_calendar_id");--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_plain_unit" ON "subscribers" USING btree ("unit_id") WHERE is_plain and unit_id is not null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_plain_property" ON "subscribers" USING btree ("property_id") WHERE is_plain and unit_id is null and revoked_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "api_keys_org" ON "api_keys" USING btree ("org_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_token" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitations_org" ON "invitations" USING btree ("org_id");--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_org_user" ON "memberships" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE INDEX "properties_org" ON "properties" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "unit_parts_part" ON "unit_parts" USING btree ("part_id");--> statement-breakpoint
CREATE INDEX "units_org" ON "units" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "units_property" ON "units" USING btree ("property_id");--> statement-breakpoint
CREATE INDEX "blocks_unit_dates" ON "blocks" USING btree ("unit_id","check_in","check_out");--> statement-breakpoint
CREATE UNIQUE INDEX "conflicts_pair" ON "conflicts" USING btree ("unit_id","claim_a","claim_b") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "conflicts_org" ON "conflicts" USING btree ("org_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "holds_stay_unit" ON "holds" USING btree ("stay_id","unit_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_identity" ON "reservations" USING btree ("org_id","channel","external_id");--> statement-breakpoint
CREATE INDEX "reservations_calendar" ON "reservations" USING btree ("calendar_id");--> statement-breakpoint
CREATE UNIQUE INDEX "stays_room" ON "stays" USING btree ("reservation_id","room_ref");--> statement-breakpoint
CREATE INDEX "stays_unit_dates" ON "stays" USING btree ("unit_id","check_in","check_out") WHERE status = 'active';--> statement-breakpoint
CREATE INDEX "stays_org_dates" ON "stays" USING btree ("org_id","check_in");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_pending_key" ON "jobs" USING btree ("kind","key") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "jobs_lease" ON "jobs" USING btree ("lease_until") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "journal_org" ON "journal" USING btree ("org_id","at");--> statement-breakpoint
CREATE INDEX "journal_subject" ON "journal" USING btree ("subject_id","at");--> statement-breakpoint
CREATE INDEX "journal_unit" ON "journal" USING btree ("unit_id","at");--> statement-breakpoint
CREATE INDEX "runs_org" ON "runs" USING btree ("org_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_subject" ON "runs" USING btree ("subject_id","started_at");--> statement-breakpoint
CREATE INDEX "runs_running" ON "runs" USING btree ("started_at") WHERE status = 'running';
--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_one_per_night" EXCLUDE USING gist ("unit_id" WITH =, "nights" WITH &&);
