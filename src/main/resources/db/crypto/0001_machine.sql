-- The encryption of every account's device. Times are milliseconds; every column named "sealed" is bound to its row.
create table crypto_account (
    account bigint not null primary key,
    user_id text not null,
    device_id text not null,
    sealed ${binary} not null,
    shared smallint not null,
    broken text,
    starts bigint not null,
    server_keys bigint not null,
    fallback_wanted smallint not null,
    fallback_made smallint not null,
    forget_fallback_at bigint,
    cross_signing_wanted smallint not null,
    unique (user_id, device_id)
);

create table crypto_request (
    account bigint not null,
    id text not null,
    number bigint not null,
    kind text not null,
    event_type text not null,
    body text not null,
    context text not null,
    created bigint not null,
    primary key (account, id)
);

create table crypto_olm_session (
    account bigint not null,
    sender_key text not null,
    session_id text not null,
    sealed ${binary} not null,
    created bigint not null,
    last_decrypted bigint not null,
    last_used bigint not null,
    primary key (account, sender_key, session_id)
);

create table crypto_olm_seen (
    account bigint not null,
    sender_key text not null,
    hash text not null,
    seen_at bigint not null,
    primary key (account, sender_key, hash)
);
create index crypto_olm_seen_age on crypto_olm_seen (account, seen_at);

create table crypto_inbound (
    account bigint not null,
    session_id text not null,
    room text not null,
    sealed ${binary} not null,
    sender_key text not null,
    signing_key text not null,
    sender text not null,
    origin text not null,
    first_index bigint not null,
    trust text not null,
    primary key (account, session_id, room)
);

create table crypto_index (
    account bigint not null,
    session_id text not null,
    room text not null,
    message_index bigint not null,
    event_id text not null,
    origin_server_ts bigint not null,
    primary key (account, session_id, room, message_index)
);

create table crypto_outbound (
    account bigint not null,
    room text not null,
    session_id text not null,
    sealed ${binary} not null,
    created bigint not null,
    messages bigint not null,
    settings text not null,
    primary key (account, room)
);

-- Who has (or was refused) the key of the room's present outbound session; one row for each to-device request.
create table crypto_shared (
    account bigint not null,
    room text not null,
    request_id text not null,
    devices text not null,
    acknowledged smallint not null,
    primary key (account, room, request_id)
);

create table crypto_device (
    account bigint not null,
    user_id text not null,
    device_id text not null,
    keys text not null,
    curve25519 text not null,
    ed25519 text not null,
    signed smallint not null,
    verified smallint not null,
    blocked smallint not null,
    deleted smallint not null,
    first_seen bigint not null,
    no_olm_sent smallint not null,
    claim_failed_at bigint,
    wedged smallint not null,
    unwedged_at bigint,
    primary key (account, user_id, device_id)
);

create table crypto_identity (
    account bigint not null,
    user_id text not null,
    master text not null,
    self_signing text not null,
    verified smallint not null,
    previously_verified smallint not null,
    primary key (account, user_id)
);

create table crypto_tracked (
    account bigint not null,
    user_id text not null,
    dirty smallint not null,
    sequence bigint not null,
    attempts bigint not null,
    retry_at bigint not null,
    primary key (account, user_id)
);

create table crypto_secret (
    account bigint not null,
    name text not null,
    sealed ${binary} not null,
    primary key (account, name)
);

create table crypto_waiting (
    account bigint not null,
    event_id text not null,
    room text not null,
    session_id text not null,
    sealed ${binary} not null,
    since bigint not null,
    reason text not null,
    primary key (account, event_id)
);
create index crypto_waiting_session on crypto_waiting (account, session_id, room);
create index crypto_waiting_age on crypto_waiting (account, since);

create table crypto_withheld (
    account bigint not null,
    room text not null,
    session_id text not null,
    code text not null,
    sender text not null,
    received_at bigint not null,
    primary key (account, room, session_id)
);
create index crypto_withheld_age on crypto_withheld (account, received_at);
