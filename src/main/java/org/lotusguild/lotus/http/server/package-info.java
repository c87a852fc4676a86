/**
 * The HTTP server. In: requests of strangers, limited in size, time and number. Out: what the routes of the rooms answer. A
 * room sees {@link org.lotusguild.lotus.http.server.Routes}, {@link org.lotusguild.lotus.http.server.Request} and
 * {@link org.lotusguild.lotus.http.server.Response}; the library behind them stays here.
 */
@NullMarked
package org.lotusguild.lotus.http.server;

import org.jspecify.annotations.NullMarked;
