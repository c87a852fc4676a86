create table bot_work (
    account  text   not null,
    event_id text   not null,
    room     text   not null,
    thread   text,
    caller   text   not null,
    command  text   not null,
    begun    bigint not null,
    primary key (account, event_id)
);
