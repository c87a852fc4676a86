create table broken_thing (id text not null primary key);
create table no table at all;
