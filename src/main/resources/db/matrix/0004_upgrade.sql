-- The room that the tombstone stood in, where an invite is the upgrade of a room.
alter table matrix_invite add column upgrades text;
