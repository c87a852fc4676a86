-- Devices that were replaced and are still to be removed from the homeserver.
create table matrix_old_device (
    account text not null,
    device text not null,
    primary key (account, device)
);
