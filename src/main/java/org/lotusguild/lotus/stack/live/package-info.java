/**
 * What running servers answer. In: facts, which name them, and addresses that the caller names. Out:
 * {@link org.lotusguild.lotus.stack.facts.LiveAnswers}, values that checks judge. Nothing else is contacted, and nothing is changed:
 * GET, TLS handshakes, STUN bindings and TCP connections only.
 */
@NullMarked
package org.lotusguild.lotus.stack.live;

import org.jspecify.annotations.NullMarked;
