-- Events on their way. A row without done_at is a promise; one with it is remembered for its key only.
create table matrix_send (
    account text not null,
    seq bigint not null,
    room text not null,
    type text not null,
    txn_id text not null,
    device text not null,
    send_key text,
    edits text,
    bulk smallint not null,
    content ${binary},
    ciphertext ${binary},
    attempts bigint not null,
    expires_at bigint not null,
    done_at bigint,
    event_id text,
    errcode text,
    why text,
    primary key (account, seq)
);

create unique index matrix_send_key on matrix_send (account, send_key);
create index matrix_send_room on matrix_send (account, done_at, room, seq);
