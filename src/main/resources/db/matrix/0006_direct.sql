-- Direct chats that the account data m.direct has yet to list.
create table matrix_direct (
    account text not null,
    room text not null,
    user_id text not null,
    primary key (account, room, user_id)
);
