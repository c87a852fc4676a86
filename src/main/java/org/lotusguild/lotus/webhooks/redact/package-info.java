/**
 * What of strangers' data may be seen. In: texts, names of fields, whole payloads. Out: the same without addresses of people and
 * without keys. Pure.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.redact;

import org.jspecify.annotations.NullMarked;
