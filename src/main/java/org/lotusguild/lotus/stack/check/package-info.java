/**
 * The checks of the audit. In: {@link org.lotusguild.lotus.stack.facts.Facts}. Out: findings; none means passed. All of them
 * are pure: the same facts give the same findings, and no check opens a file, a socket or a clock (house test). One file per
 * topic declares its checks in one list; {@link org.lotusguild.lotus.stack.check.Catalogue} joins the lists. How to add one:
 * {@code docs/howto/add-a-check.md}.
 */
@NullMarked
package org.lotusguild.lotus.stack.check;

import org.jspecify.annotations.NullMarked;
