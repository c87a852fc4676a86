/**
 * The outgoing HTTP clients. In: an {@link org.lotusguild.lotus.http.HttpCall} with its time-out and its cap. Out: an answer,
 * whole or streamed, or an {@link org.lotusguild.lotus.http.HttpFailure} that says whether the server may have acted.
 *
 * <p>{@link org.lotusguild.lotus.http.OutgoingHttp} is the usual one and keeps its connections,
 * {@link org.lotusguild.lotus.http.GuardedHttp} the one for addresses that strangers chose. The server is in
 * {@link org.lotusguild.lotus.http.server}.
 */
@NullMarked
package org.lotusguild.lotus.http;

import org.jspecify.annotations.NullMarked;
