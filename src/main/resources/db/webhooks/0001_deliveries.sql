-- Accepted posts. A row without done_at is a promise; what it held is taken out once it is kept.
create table webhook_delivery (
    id          text     not null primary key,
    hook        text     not null,
    received_at bigint   not null,
    state       text     not null,
    attempts    bigint   not null,
    due_at      bigint   not null,
    service     text,
    event       text,
    problem     text,
    size        bigint   not null,
    posted      ${binary},
    body        ${binary},
    done_at     bigint
);

create index webhook_delivery_due on webhook_delivery (state, due_at, id);
create index webhook_delivery_hook on webhook_delivery (hook, id);

create table webhook_seen (
    hook       text   not null,
    seen       text   not null,
    delivery   text   not null,
    expires_at bigint not null,
    primary key (hook, seen)
);

create index webhook_seen_expires on webhook_seen (expires_at);
