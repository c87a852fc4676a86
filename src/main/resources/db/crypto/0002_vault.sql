create table crypto_vault (
    id        smallint not null primary key,
    key_check text     not null
);
