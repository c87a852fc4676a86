create table bot_poll (
    id       text   not null primary key,
    room     text   not null,
    author   text   not null,
    question text   not null,
    options  text   not null,
    form     text   not null,
    made_at  bigint not null,
    ends_at  bigint not null,
    event_id text unique
);

create index bot_poll_places on bot_poll (room, author);
