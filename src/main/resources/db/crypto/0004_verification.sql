-- Emoji verifications: enough to cancel after a restart what was open, and to know what is over. Their keys are never stored.
create table crypto_verification (
    account bigint not null,
    id text not null,
    transaction_id text not null,
    user_id text not null,
    room text,
    devices text not null,
    since bigint not null,
    outcome text,
    primary key (account, id)
);
