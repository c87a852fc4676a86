-- What sync told. "account" is the user id; times are milliseconds; every column named "sealed" is bound to its row.
create table matrix_account (
    account text not null primary key,
    device text not null,
    token ${binary},
    filter text,
    filter_id text,
    next_batch text
);

-- encrypted is sticky: it survives leaving. member_changes counts what sync said about members.
create table matrix_room (
    account text not null,
    room text not null,
    membership text not null,
    encrypted smallint not null,
    members_complete smallint not null,
    member_changes bigint not null,
    last_event text,
    primary key (account, room)
);

create table matrix_state (
    account text not null,
    room text not null,
    type text not null,
    state_key text not null,
    sender text not null,
    content text not null,
    primary key (account, room, type, state_key)
);

create table matrix_member (
    account text not null,
    room text not null,
    user_id text not null,
    membership text not null,
    content text not null,
    primary key (account, room, user_id)
);

-- answer: what the policy said and was carried out; null until then.
create table matrix_invite (
    account text not null,
    room text not null,
    inviter text not null,
    direct smallint not null,
    answer text,
    primary key (account, room)
);

create table matrix_account_data (
    account text not null,
    type text not null,
    content text not null,
    primary key (account, type)
);

-- Events on their way to the listener.
create table matrix_inbox (
    account text not null,
    seq bigint not null,
    room text not null,
    event_id text not null,
    received bigint not null,
    sealed ${binary} not null,
    primary key (account, seq),
    unique (account, event_id)
);

create index matrix_inbox_room on matrix_inbox (account, room, seq);
