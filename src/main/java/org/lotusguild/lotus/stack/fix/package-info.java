/**
 * The changes that mend findings. In: the texts of an audit, and a way to audit changed ones. Out: changes that were proved to
 * mend what they are for and to break nothing; a patch of them; and, by {@link org.lotusguild.lotus.stack.fix.Rewriter} alone,
 * the files rewritten. All else is pure.
 */
@NullMarked
package org.lotusguild.lotus.stack.fix;

import org.jspecify.annotations.NullMarked;
