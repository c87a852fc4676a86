/**
 * The commands of the section Fun: chance, dice, fortunes. In: arguments and a source of randomness. Out: one line each.
 */
@NullMarked
package org.lotusguild.lotus.bot.fun;

import org.jspecify.annotations.NullMarked;
