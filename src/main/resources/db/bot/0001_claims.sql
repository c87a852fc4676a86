create table bot_claim (
    account    text   not null,
    event_id   text   not null,
    claimed_at bigint not null,
    primary key (account, event_id)
);

create index bot_claim_age on bot_claim (account, claimed_at);

create table bot_cooldown (
    caller  text   not null,
    command text   not null,
    until   bigint not null,
    primary key (caller, command)
);
