/**
 * What an upgrade of the servers around Lotus would bring: told, never done.
 *
 * <p>In: the versions that are installed ({@link org.lotusguild.lotus.stack.upgrade.Installed}), Synapse's configuration, and the
 * data file {@code stack/upgrade/engines.json} that comes with this version of Lotus; nobody is asked over the network which
 * version is the newest. Out: a {@link org.lotusguild.lotus.stack.upgrade.Advice}.
 */
@NullMarked
package org.lotusguild.lotus.stack.upgrade;

import org.jspecify.annotations.NullMarked;
