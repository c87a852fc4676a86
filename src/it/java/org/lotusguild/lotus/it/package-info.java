/**
 * Lotus against real parts: the program itself as a child process, a real Synapse, and independent Matrix clients written by
 * others (matrix-js-sdk and its Rust machine, in Node). Comes in: the {@code lotus} launcher, the tool cache that
 * {@code lotus test} fills. Goes out: the rows of the encryption test matrix and the promises of the README, as tests.
 */
@NullMarked
package org.lotusguild.lotus.it;

import org.jspecify.annotations.NullMarked;
