-- The backup of room keys on the homeserver. No row: it is not wanted. The version is the one that keys go to now.
create table crypto_backup (
    account bigint not null primary key,
    version text,
    public_key text
);

-- The version of the backup that has the session; null: none has.
alter table crypto_inbound add column backed_up text;
create index crypto_inbound_to_back_up on crypto_inbound (account) where backed_up is null;

-- When the backup is asked for the key, and how often it was.
alter table crypto_waiting add column next_try bigint not null default 0;
alter table crypto_waiting add column attempts bigint not null default 0;
create index crypto_waiting_next_try on crypto_waiting (account, next_try);
