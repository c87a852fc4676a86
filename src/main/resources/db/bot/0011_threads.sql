-- The root of the thread that something was asked for in; what comes of it later stays there.
alter table bot_poll add column thread text;
alter table bot_trivia_round add column thread text;
alter table bot_reminder add column thread text;
