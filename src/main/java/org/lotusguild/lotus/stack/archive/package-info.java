/**
 * Files put together and closed: tar archives, and encryption to a key that is not on this machine.
 *
 * <p>In: files and a recipient. Out: an archive that {@code tar} reads, and an encrypted file in the format of age
 * (age-encryption.org/v1, X25519), which the program {@code age} opens as well.
 */
@NullMarked
package org.lotusguild.lotus.stack.archive;

import org.jspecify.annotations.NullMarked;
