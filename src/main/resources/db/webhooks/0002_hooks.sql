-- Hooks that were made by command. A hook of the file has no row here.
create table webhook_hook (
    name       text     not null primary key,
    service    text,
    sender     text,
    room       text     not null,
    waits      smallint not null,
    get        smallint not null,
    dump       smallint not null,
    strict     smallint not null,
    transform  ${binary},
    imported   smallint not null,
    made_at    bigint   not null,
    expires_at bigint
);

-- What was switched off, of whatever hook; and whether its end was announced.
create table webhook_switch (
    hook      text     not null primary key,
    enabled   smallint not null,
    transform smallint not null,
    problem   text,
    warned    smallint not null
);

-- The ids of hooks, found by their SHA-256, and what senders show besides. After valid_until an id answers 410 until gone_until.
create table webhook_secret (
    digest      text      not null primary key,
    hook        text      not null,
    kind        text      not null,
    sealed      ${binary} not null,
    made_at     bigint    not null,
    valid_until bigint,
    gone_until  bigint
);

create index webhook_secret_hook on webhook_secret (hook);

-- Grows with every change of these, so that other processes read them again.
create table webhook_change (
    id     bigint not null primary key,
    number bigint not null
);

insert into webhook_change (id, number) values (1, 0);

-- What waits is looked for in order of arrival, among many that do not wait.
drop index webhook_delivery_due;

create index webhook_delivery_open on webhook_delivery (id, state, due_at, hook, size, received_at) where done_at is null;

create index webhook_delivery_dead on webhook_delivery (id) where state = 'DEAD';

alter table webhook_delivery add column event_ids text;
