-- What a delivery becomes in a room, part by part. Without send_key a part is owed: a file or picture that is still to be uploaded.
create table webhook_post (
    delivery text   not null,
    room     text   not null,
    part     bigint not null,
    what     text   not null,
    account  text   not null,
    send_key text,
    event_id text,
    done_at  bigint,
    primary key (delivery, room, part)
);

-- The message that stands for a thing, open or closed; event_id is unknown until the homeserver has it.
create table webhook_root (
    hook       text      not null,
    room       text      not null,
    root_key   text      not null,
    account    text      not null,
    delivery   text      not null,
    newest     text      not null,
    event_id   text,
    opened_at  bigint    not null,
    updated_at bigint    not null,
    closed_at  bigint,
    count      bigint    not null,
    best       bigint    not null,
    shown      ${binary} not null,
    primary key (hook, room, root_key)
);

create index webhook_root_updated on webhook_root (updated_at);
create index webhook_root_delivery on webhook_root (delivery, room);

-- What the rules that keep a room calm remember.
create table webhook_calm (
    hook     text      not null,
    room     text      not null,
    kind     text      not null,
    name     text      not null,
    state    ${binary} not null,
    until_at bigint    not null,
    primary key (hook, room, kind, name)
);

create index webhook_calm_until on webhook_calm (kind, until_at);
