create table bot_wordle_salt (
    id   bigint not null primary key,
    salt text   not null
);

create table bot_wordle_day (
    day  bigint not null primary key,
    word text   not null
);

create table bot_wordle_player (
    player   text     not null primary key,
    hard     smallint not null,
    high     smallint not null,
    streak   bigint   not null,
    best     bigint   not null,
    last_won bigint   not null
);

create index bot_wordle_streaks on bot_wordle_player (last_won, streak);

create table bot_wordle_game (
    player  text     not null,
    day     bigint   not null,
    guesses bigint   not null,
    solved  smallint not null,
    primary key (player, day)
);

create table bot_wordle_guess (
    day      bigint not null,
    player   text   not null,
    n        bigint not null,
    word     text   not null,
    event_id text   not null unique,
    at       bigint not null,
    primary key (day, player, n)
);

create table bot_wordle_share (
    day    bigint not null,
    player text   not null,
    room   text   not null,
    primary key (day, player, room)
);
