/**
 * Programs of other people, run to their end: a command line comes in, exit code and words go out.
 *
 * <p>Every run has a limit; secrets go in by the environment, never by the command line, which everybody may read.
 */
@NullMarked
package org.lotusguild.lotus.stack.tool;

import org.jspecify.annotations.NullMarked;
