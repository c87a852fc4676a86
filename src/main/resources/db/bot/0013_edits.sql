-- A button works in the room of its message. One of before has none, and works no more.
alter table bot_button add column room text;

-- What the answer refers to, where that is not the trigger.
alter table bot_work add column about text;

-- Own edits: a reaction on one counts for what it changed.
create table bot_edit (
    account  text   not null,
    event_id text   not null,
    original text   not null,
    seen_at  bigint not null,
    primary key (account, event_id)
);

drop table bot_ballot_edit;
