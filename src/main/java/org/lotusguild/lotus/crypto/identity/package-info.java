/**
 * Who signed what: signed JSON, cross-signing keys, users' identities and devices. Pure: no store, no clock. In: objects of
 * {@code /keys/query} and seeds. Out: checked values or the reason of a refusal, and signed objects to upload.
 */
@NullMarked
package org.lotusguild.lotus.crypto.identity;

import org.jspecify.annotations.NullMarked;
