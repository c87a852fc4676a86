-- What a part says as long as its delivery is not over: a room that refused it gets the same later.
alter table webhook_post add column draft ${binary};

-- When somebody last wanted the picture.
alter table webhook_image add column used_at bigint;
