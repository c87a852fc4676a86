/**
 * The one message model ({@link org.lotusguild.lotus.matrix.message.Doc}) and its one renderer to body, HTML and mentions.
 */
@NullMarked
package org.lotusguild.lotus.matrix.message;

import org.jspecify.annotations.NullMarked;
