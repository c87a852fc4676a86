/**
 * The servers around Lotus, as {@code stack:} of {@code lotus.yaml} wants them. Comes in: the block, as
 * {@link org.lotusguild.lotus.base.config.ConfigReader} reads it. Goes out: {@link org.lotusguild.lotus.stack.plan.Plan},
 * with everything that follows from it: who runs where, which port belongs to whom, how many processes, how much memory,
 * which secrets, and what goes into files as it stands. Pure: no file is read and nothing is asked.
 *
 * <p>What contradicts itself is refused while the block is read, with the line of the key: a host without a role that is
 * needed, two hosts with one address, ports that meet.
 */
@NullMarked
package org.lotusguild.lotus.stack.plan;

import org.jspecify.annotations.NullMarked;
