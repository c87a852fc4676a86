/**
 * The scripts of hooks. In: a delivery. Out: the messages that the hook's script makes of it, harmless and as notices, so that
 * they live as those of the formatters do; or why there are none. A script that misbehaves again and again is switched off here.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.transform;

import org.jspecify.annotations.NullMarked;
