-- Pictures that the homeserver has in clear; and, for a day, which address led to which.
create table webhook_image (
    sha256       text   not null primary key,
    mxc          text   not null,
    content_type text   not null,
    width        bigint not null,
    height       bigint not null,
    size         bigint not null,
    uploaded_at  bigint not null
);

create table webhook_image_address (
    address text   not null primary key,
    sha256  text   not null,
    seen_at bigint not null
);
