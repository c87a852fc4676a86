package org.lotusguild.lotus.bot.command;

import org.lotusguild.lotus.matrix.message.Doc;

/** An answer that people see while it is made: a first message, then edits of it. */
public interface Draft {

    /** Shows this text. False, and nothing happens, while the last one is still on its way. */
    boolean show(Doc doc);
}
