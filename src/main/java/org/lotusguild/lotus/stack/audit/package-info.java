/**
 * One audit: which checks run, what they found, and what the owner chose to ignore. In: facts, a selection, the ignore file.
 * Out: a {@link org.lotusguild.lotus.stack.audit.Report}, a value.
 */
@NullMarked
package org.lotusguild.lotus.stack.audit;

import org.jspecify.annotations.NullMarked;
