/**
 * An installation that was there before Lotus → the {@code lotus.yaml} that stands for it. Comes in: what {@code stack.read} found
 * in its files, what people told about its hosts, and the findings of the audit. Goes out: an {@link
 * org.lotusguild.lotus.stack.adopt.Adoption}: the text of the file, the secrets that it leaves to their folder, and a note for each
 * setting that was taken, kept as it stands, or left out, with its place. Pure: nothing is written here.
 *
 * <p>One class a program takes what the plan has a word for. Then the plan is rendered and compared with what was there: what
 * Lotus does not write itself is kept under {@code extra}, unless the audit has a finding about it.
 */
@NullMarked
package org.lotusguild.lotus.stack.adopt;

import org.jspecify.annotations.NullMarked;
