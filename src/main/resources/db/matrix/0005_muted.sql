-- Whether the homeserver was told that nobody reads the account's notifications.
alter table matrix_account add column muted smallint not null default 0;
