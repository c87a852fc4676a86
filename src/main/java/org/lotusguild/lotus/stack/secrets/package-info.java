/**
 * The secrets of the servers, one a file beside {@code lotus.yaml}. Comes in: the folder. Goes out: values for the writers of
 * {@code stack.render}, and what is wrong with the folder. A secret is made once and never shown but on demand.
 */
@NullMarked
package org.lotusguild.lotus.stack.secrets;

import org.jspecify.annotations.NullMarked;
