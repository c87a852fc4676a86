package org.lotusguild.lotus.bot.command;

/** Runs a command. Blocking, on a virtual thread of its own, ended after 30 s; never sees a sender or a socket. */
public interface Handler {
    Reply run(Call call);
}
