/**
 * Words and tools without domain: secrets, clock, back-off; below it ids, JSON, configuration and metrics. Everything above
 * may use it; it uses nothing of Lotus.
 */
@NullMarked
package org.lotusguild.lotus.base;

import org.jspecify.annotations.NullMarked;
