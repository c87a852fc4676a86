/**
 * The cryptographic primitives and the guards around the native binding. In: keys and messages of strangers, pickles that
 * were unsealed. Out: Java values and closeable sessions; no raw handle leaves this package, and only here is the binding
 * known. Its four defects are held back here: readable pickles ({@code Secret}, sealed by {@code crypto.seal}), use after
 * close ({@code Handle}), keys of small order ({@code Curve25519}), undeclared exceptions ({@code Binding}).
 */
@NullMarked
package org.lotusguild.lotus.crypto.primitive;

import org.jspecify.annotations.NullMarked;
