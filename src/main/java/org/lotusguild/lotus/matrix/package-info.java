/**
 * The Matrix client: accounts, rooms, sending, files. In: JSON of the homeserver. Out: typed values.
 *
 * <p>Begin at {@link org.lotusguild.lotus.matrix.account.LocalAccounts}, which opens a {@link
 * org.lotusguild.lotus.matrix.MatrixAccount}: its {@link org.lotusguild.lotus.matrix.Listener} hears {@link
 * org.lotusguild.lotus.matrix.event.Incoming} events, its {@link org.lotusguild.lotus.matrix.RoomSender} sends what {@link
 * org.lotusguild.lotus.matrix.message.MessageContent} makes. The page {@code docs/sdk.md} shows a whole program.
 */
@NullMarked
package org.lotusguild.lotus.matrix;

import org.jspecify.annotations.NullMarked;
