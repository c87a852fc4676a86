/**
 * The encryption machine of one device. No I/O inside: bytes in, requests to send out.
 */
@NullMarked
package org.lotusguild.lotus.crypto;

import org.jspecify.annotations.NullMarked;
