/** Command words: a line of chat → typed arguments. In: text behind a command's name. Out: values, or one sentence why not. */
@NullMarked
package org.lotusguild.lotus.base.args;

import org.jspecify.annotations.NullMarked;
