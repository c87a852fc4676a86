create table bot_trivia_round (
    id        text     not null primary key,
    room      text     not null unique,
    starter   text     not null,
    category  text,
    question  text     not null,
    event_id  text,
    deadline  bigint,
    pausing   smallint not null,
    remaining bigint   not null,
    total     bigint   not null
);

create table bot_trivia_series (
    round  text   not null,
    player text   not null,
    points bigint not null,
    primary key (round, player)
);

create table bot_trivia_asked (
    room     text   not null,
    question text   not null,
    number   bigint not null,
    primary key (room, question)
);

create table bot_trivia_score (
    room     text   not null,
    player   text   not null,
    points   bigint not null,
    answered bigint not null,
    primary key (room, player)
);
