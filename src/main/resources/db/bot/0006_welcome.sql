create table bot_welcome (
    guest      text     not null primary key,
    state      text     not null,
    room       text,
    message    text,
    joined     bigint   not null,
    changed    bigint   not null,
    back       smallint not null,
    left_chat  bigint   not null,
    tries      bigint   not null,
    next_try   bigint   not null,
    last_error text
);

create index bot_welcome_due on bot_welcome (state, next_try);

create table bot_welcome_invite (
    guest   text     not null,
    room    text     not null,
    invited smallint not null,
    primary key (guest, room)
);
