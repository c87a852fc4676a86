create table store_lease (
    name text not null primary key,
    holder text not null,
    generation bigint not null,
    until bigint not null
);
