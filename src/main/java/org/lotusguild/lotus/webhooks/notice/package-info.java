/**
 * What a service has to say, as a value: the {@link org.lotusguild.lotus.webhooks.notice.Notice}. In: the facts that a formatter
 * found in a payload. Out: the same facts for those who group, damp and render them. Text only, never markup; no I/O, no clock.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.notice;

import org.jspecify.annotations.NullMarked;
