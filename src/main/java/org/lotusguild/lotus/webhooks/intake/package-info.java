/**
 * The way in: a request of some program becomes a row that is safe on the disk, and only then an answer. In: requests of strangers, of
 * which nothing is decoded before it is known whose they are. Out: rows of {@link org.lotusguild.lotus.webhooks.delivery}, and an
 * answer that is true.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.intake;

import org.jspecify.annotations.NullMarked;
