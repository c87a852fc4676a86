-- Who else brought the key of a session over Olm; the first is in crypto_inbound. One row a user.
create table crypto_owner (
    account bigint not null,
    session_id text not null,
    room text not null,
    sender text not null,
    sender_key text not null,
    signing_key text not null,
    trust text not null,
    received_at bigint not null,
    primary key (account, session_id, room, sender)
);
create index crypto_owner_sender on crypto_owner (account, sender, received_at);

alter table crypto_inbound add column received_at bigint not null default 0;
create index crypto_inbound_sender on crypto_inbound (account, sender, received_at);

-- A message index belongs to the sender whose event was read with it.
create table crypto_index_next (
    account bigint not null,
    session_id text not null,
    room text not null,
    message_index bigint not null,
    sender text not null,
    event_id text not null,
    read_at bigint not null,
    primary key (account, session_id, room, message_index, sender)
);
insert into crypto_index_next (account, session_id, room, message_index, sender, event_id, read_at)
select i.account, i.session_id, i.room, i.message_index, s.sender, i.event_id, i.origin_server_ts
from crypto_index i join crypto_inbound s
    on s.account = i.account and s.session_id = i.session_id and s.room = i.room;
drop table crypto_index;
alter table crypto_index_next rename to crypto_index;
create index crypto_index_age on crypto_index (account, read_at);

-- What is left of old index rows: every index below is closed.
create table crypto_closed (
    account bigint not null,
    session_id text not null,
    room text not null,
    below bigint not null,
    primary key (account, session_id, room)
);

-- Notices of one sender never hide those of another.
drop table crypto_withheld;
create table crypto_withheld (
    account bigint not null,
    room text not null,
    session_id text not null,
    sender text not null,
    code text not null,
    received_at bigint not null,
    primary key (account, room, session_id, sender)
);
create index crypto_withheld_age on crypto_withheld (account, received_at);
create index crypto_withheld_sender on crypto_withheld (account, sender, received_at);

create index crypto_device_key on crypto_device (account, curve25519);
create index crypto_waiting_room on crypto_waiting (account, room, since);
