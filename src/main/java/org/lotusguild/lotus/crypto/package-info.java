/**
 * The encryption machine of one device. No I/O inside: bytes in, requests to send out.
 *
 * <p>{@link org.lotusguild.lotus.crypto.machine.CryptoMachines} opens a {@link
 * org.lotusguild.lotus.crypto.CryptoMachine}; everything happens in a {@link org.lotusguild.lotus.crypto.Step}, which is one
 * transaction of the database: take in a sync answer, decrypt an event, share a room's key, encrypt. What is to go over the
 * network comes out as {@link org.lotusguild.lotus.crypto.Outgoing} and its answer goes back in, so that the machine runs
 * the same over any network, in a test too.
 */
@NullMarked
package org.lotusguild.lotus.crypto;

import org.jspecify.annotations.NullMarked;
