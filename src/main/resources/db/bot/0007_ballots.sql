create table bot_ballot_box (
    event_id text not null primary key,
    room     text not null
);

create table bot_ballot (
    box          text     not null,
    vote         text     not null,
    voter        text     not null,
    choice       text     not null,
    arrival      bigint   not null,
    at           bigint   not null,
    typed        smallint not null,
    withdrawn_at bigint,
    primary key (box, vote)
);

create index bot_ballot_votes on bot_ballot (vote);

create table bot_ballot_edit (
    edit text not null primary key,
    box  text not null
);

create index bot_ballot_edits on bot_ballot_edit (box);
