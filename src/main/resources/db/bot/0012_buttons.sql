-- Reactions below own messages that run a command line. Without an event the message is on its way.
create table bot_button (
    account  text     not null,
    send_key text     not null,
    sign     text     not null,
    line     text     not null,
    once     smallint not null,
    thread   text,
    event_id text,
    until    bigint,
    primary key (account, send_key, sign)
);

create index bot_button_event on bot_button (account, event_id);
