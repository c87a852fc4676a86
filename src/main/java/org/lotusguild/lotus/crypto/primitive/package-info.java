/**
 * The cryptographic primitives and the guards around the native binding. No raw handle leaves this package.
 */
@NullMarked
package org.lotusguild.lotus.crypto.primitive;

import org.jspecify.annotations.NullMarked;
