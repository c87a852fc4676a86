/**
 * Matrix identifiers as values. They lie here, below {@code matrix} and {@code crypto}, because both speak them.
 */
@NullMarked
package org.lotusguild.lotus.base.id;

import org.jspecify.annotations.NullMarked;
