/**
 * The one HTTP server and the one outgoing HTTP client.
 */
@NullMarked
package org.lotusguild.lotus.http;

import org.jspecify.annotations.NullMarked;
