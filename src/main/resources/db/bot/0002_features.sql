create table bot_bind (
    account  text not null,
    send_key text not null,
    kind     text not null,
    bind_key text not null,
    room     text not null,
    seed     text not null,
    primary key (account, send_key)
);

create table bot_alarm (
    account  text   not null,
    kind     text   not null,
    bind_key text   not null,
    due_at   bigint not null,
    primary key (account, kind, bind_key)
);
