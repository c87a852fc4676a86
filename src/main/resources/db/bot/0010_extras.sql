create table bot_reminder (
    id       text   not null primary key,
    owner    text   not null,
    room     text   not null,
    words    text   not null,
    due_at   bigint not null,
    event_id text
);

create index bot_reminder_owners on bot_reminder (owner, due_at);

create table bot_quote (
    room     text   not null,
    number   bigint not null,
    event_id text   not null unique,
    author   text   not null,
    words    text   not null,
    primary key (room, number)
);

create table bot_tag (
    room  text not null,
    name  text not null,
    words text not null,
    primary key (room, name)
);

create table bot_role (
    event_id text not null,
    sign     text not null,
    room     text not null,
    primary key (event_id, sign)
);

create table bot_role_post (
    id    text not null primary key,
    rooms text not null
);

create table bot_schedule (
    id     text   not null primary key,
    author text   not null,
    room   text   not null,
    rule   text   not null,
    words  text   not null,
    due_at bigint not null
);

create table bot_birthday (
    person text   not null primary key,
    month  bigint not null,
    day    bigint not null
);

create table bot_star (
    event_id text     not null primary key,
    room     text     not null,
    author   text     not null,
    words    text     not null,
    stars    bigint   not null,
    asked    smallint not null,
    shown_as text
);

create view bot_leaderboard as
    select 'trivia' as game, player, sum(points) as points from bot_trivia_score group by player
    union all
    select 'wordle' as game, player, count(*) as points from bot_wordle_game where solved = 1 group by player;
