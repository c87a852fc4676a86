/**
 * Chat in a terminal. In come lines that somebody types and events of an account's rooms; out go messages and lines to read.
 * What strangers wrote reaches the terminal through {@link org.lotusguild.lotus.launch.chat.Line} alone, which leaves nothing
 * in it that a terminal obeys.
 */
@NullMarked
package org.lotusguild.lotus.launch.chat;

import org.jspecify.annotations.NullMarked;
