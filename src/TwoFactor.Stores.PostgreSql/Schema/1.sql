-- Times are ticks of 100 ns since 0001-01-01 UTC: the trail's hash needs every one of them.
-- Keys have the user_id in them, so that accounts and events can be partitioned by hash of it.

CREATE TABLE two_factor_accounts (
    tenant           text    COLLATE "C" NOT NULL,
    user_id          text    COLLATE "C" NOT NULL,
    version          bigint  NOT NULL CHECK (version > 0),
    write_id         uuid    NOT NULL,
    sealed           bytea   NOT NULL,
    is_enrolled      boolean NOT NULL,
    methods          text    COLLATE "C" NOT NULL,
    locked_until     bigint,
    last_verified_at bigint,
    updated_at       bigint  NOT NULL,
    PRIMARY KEY (tenant, user_id)
);

CREATE TABLE two_factor_policies (
    tenant   text   COLLATE "C" NOT NULL,
    version  bigint NOT NULL CHECK (version > 0),
    write_id uuid   NOT NULL,
    sealed   bytea  NOT NULL,
    PRIMARY KEY (tenant)
);

CREATE TABLE two_factor_events (
    tenant         text   COLLATE "C" NOT NULL,
    user_id        text   COLLATE "C" NOT NULL,
    sequence       bigint NOT NULL,
    write_id       uuid   NOT NULL,
    at             bigint NOT NULL,
    type           text   COLLATE "C" NOT NULL,
    factor_id      text   COLLATE "C",
    method         text   COLLATE "C",
    outcome        text   COLLATE "C",
    detail         text   COLLATE "C",
    actor          text   COLLATE "C",
    reason         text   COLLATE "C",
    correlation_id text   COLLATE "C",
    hash           bytea  NOT NULL,
    PRIMARY KEY (tenant, user_id, sequence)
);

CREATE INDEX two_factor_events_by_time ON two_factor_events (tenant, at, user_id, sequence);
CREATE INDEX two_factor_events_by_user_and_time ON two_factor_events (tenant, user_id, at, sequence);

CREATE TABLE two_factor_quotas (
    tenant     text   COLLATE "C" NOT NULL,
    bucket     text   COLLATE "C" NOT NULL,
    slot       bigint NOT NULL,
    count      bigint NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (tenant, bucket, slot)
);

CREATE INDEX two_factor_quotas_by_expiry ON two_factor_quotas (tenant, expires_at);
