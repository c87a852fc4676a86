/**
 * What is watched: alert rules, dashboards and monitors, as values.
 *
 * <p>Comes in: which jobs Prometheus scrapes. Goes out: the rules and the panels whose figures exist then. The files are written
 * by {@code stack.render}.
 */
@NullMarked
package org.lotusguild.lotus.stack.watch;

import org.jspecify.annotations.NullMarked;
