-- Whose event it is: only its sender can say why the key does not come. Null: it waits since before.
alter table crypto_waiting add column sender text;
