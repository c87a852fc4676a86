/** What the tests of the webhook bridge share. */
@NullMarked
package org.lotusguild.lotus.webhooks.fake;

import org.jspecify.annotations.NullMarked;
