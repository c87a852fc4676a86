/** Small real servers for tests of what goes out. */
@NullMarked
package org.lotusguild.lotus.http.fake;

import org.jspecify.annotations.NullMarked;
