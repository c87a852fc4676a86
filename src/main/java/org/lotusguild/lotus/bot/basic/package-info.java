/** The commands of the section Basics: help, ping, health. */
@NullMarked
package org.lotusguild.lotus.bot.basic;

import org.jspecify.annotations.NullMarked;
