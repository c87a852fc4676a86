/**
 * Moving from matrix-hookshot. In: its registration, its configuration, and what it keeps on the homeserver, which is read and
 * never changed. Out: hooks of ours with the same ids, so that no sender has to be told anything, and a report without an id.
 */
@NullMarked
package org.lotusguild.lotus.webhooks.hookshot;

import org.jspecify.annotations.NullMarked;
