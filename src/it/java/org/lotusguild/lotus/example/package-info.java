/** A whole program on the SDK, as small as it gets; docs/sdk.md shows it. */
@NullMarked
package org.lotusguild.lotus.example;

import org.jspecify.annotations.NullMarked;
