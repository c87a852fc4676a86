-- a room of the tests; a semicolon in a comment; is no end of a statement
create table contract_thing (
    id text not null primary key,
    amount bigint,
    flag smallint not null default 0,
    content ${binary},
    at bigint
);

create table contract_part (
    thing text not null references contract_thing (id),
    name text not null default ';',
    primary key (thing, name)
);
