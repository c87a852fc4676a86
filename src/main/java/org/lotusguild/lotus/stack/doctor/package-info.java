/**
 * One page about a guild: is all well, and if not, what is the next step?
 *
 * <p>In: what the others know (the status of the running program, versions, its metrics, the last backup, certificates, clocks,
 * disks), handed over as values or asked through {@link org.lotusguild.lotus.stack.doctor.Checkup}. Out: a
 * {@link org.lotusguild.lotus.stack.doctor.Page}, and a bundle without secrets for asking others.
 */
@NullMarked
package org.lotusguild.lotus.stack.doctor;

import org.jspecify.annotations.NullMarked;
