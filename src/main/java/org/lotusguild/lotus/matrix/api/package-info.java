/**
 * The client-server API: one typed call a method, retries by the table of the error codes.
 */
@NullMarked
package org.lotusguild.lotus.matrix.api;

import org.jspecify.annotations.NullMarked;
