/**
 * Certificates that are renewed by somebody else, brought to the servers that show them.
 *
 * <p>In: a chain and a key as certbot or lego write them, the files of a server, a pid or a command by which it hears of the
 * change. Out: the pair in its place, or a sentence that says why the old one stays; and what the server really shows.
 */
@NullMarked
package org.lotusguild.lotus.stack.certs;

import org.jspecify.annotations.NullMarked;
