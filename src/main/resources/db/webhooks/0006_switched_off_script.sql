-- SHA-256 of the script that was switched off: what was said against it holds for no other.
alter table webhook_switch add column script text;
