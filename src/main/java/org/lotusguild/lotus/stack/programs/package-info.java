/**
 * The installed programs' own checks of their files. In: facts. Out: {@link org.lotusguild.lotus.stack.facts.ProgramRun}, values that
 * checks judge. Each program runs as the caller, with a time limit, on loopback, and writes to a scratch folder only; a program that
 * is not installed leaves no value.
 */
@NullMarked
package org.lotusguild.lotus.stack.programs;

import org.jspecify.annotations.NullMarked;
