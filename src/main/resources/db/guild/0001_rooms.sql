create table guild_room (
    room_key text not null primary key,
    room_id  text not null
);
