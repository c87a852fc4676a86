/** What people read, held to what is there. */
@NullMarked
package org.lotusguild.lotus.docs;

import org.jspecify.annotations.NullMarked;
