/**
 * Who speaks in the rooms: each service as a user of its own, with name and picture; where we are guests on a homeserver, or
 * it gives such users no device, the bot for all of them. In: the name of a service. Out: an account that is open, and in the room.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.sender;

import org.jspecify.annotations.NullMarked;
