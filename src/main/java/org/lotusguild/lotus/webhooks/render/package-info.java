/**
 * How a service's message looks. In: a {@link org.lotusguild.lotus.webhooks.notice.Notice}, or the text and HTML that a sender wrote
 * himself. Out: a {@link org.lotusguild.lotus.matrix.message.Doc} for the one renderer. Pure.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.render;

import org.jspecify.annotations.NullMarked;
