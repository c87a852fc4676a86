-- A message of roles works in its own room: whoever knows its id elsewhere is not invited.
alter table bot_role add column posted_in text;

alter table bot_role_post add column posted_in text;
