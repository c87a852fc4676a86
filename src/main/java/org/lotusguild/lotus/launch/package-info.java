/**
 * The front desk: commands, wiring, exit codes.
 */
@NullMarked
package org.lotusguild.lotus.launch;

import org.jspecify.annotations.NullMarked;
