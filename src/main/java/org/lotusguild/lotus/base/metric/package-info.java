/**
 * Figures about the running process. In: events counted by the classes that see them. Out: the Prometheus text format.
 */
@NullMarked
package org.lotusguild.lotus.base.metric;

import org.jspecify.annotations.NullMarked;
