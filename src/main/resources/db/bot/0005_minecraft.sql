create table bot_minecraft (
    name_key  text     not null primary key,
    name      text     not null,
    owner     text     not null,
    confirmed smallint not null,
    at        bigint   not null
);

create index bot_minecraft_owner on bot_minecraft (owner);
