package org.lotusguild.lotus.crypto.recovery;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;

/**
 * The key that a person writes down: 32 bytes, shown as base58 of a prefix, the bytes and a parity byte, in groups of four.
 *
 * <p>Source: Matrix specification, client-server API, "Key representation" of secret storage.
 */
public final class RecoveryKey {
    private static final int LENGTH = 32;
    private static final byte[] PREFIX = {(byte) 0x8B, 0x01};

    private final byte[] bytes;

    private RecoveryKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RecoveryKey create(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new RecoveryKey(bytes);
    }

    /** Empty if it is no key; the parity byte finds all but one in 256 slips of the pen. Blanks do not matter. */
    public static Optional<RecoveryKey> parse(Secret text) {
        String bare = text.value().replaceAll("\\s", "");
        return Base58.decode(bare)
                .filter(RecoveryKey::whole)
                .map(all -> new RecoveryKey(Arrays.copyOfRange(all, PREFIX.length, PREFIX.length + LENGTH)));
    }

    private static boolean whole(byte[] all) {
        return all.length == PREFIX.length + LENGTH + 1
                && Arrays.equals(PREFIX, 0, PREFIX.length, all, 0, PREFIX.length)
                && parity(all, all.length) == 0;
    }

    /** As people write it down: {@code EsTx xxxx …}, twelve groups. */
    public Secret text() {
        byte[] all = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH + 1);
        System.arraycopy(bytes, 0, all, PREFIX.length, LENGTH);
        all[all.length - 1] = parity(all, all.length - 1);
        return new Secret(Base58.encode(all).replaceAll("(.{4})(?=.)", "$1 "));
    }

    private static byte parity(byte[] all, int length) {
        byte parity = 0;
        for (int i = 0; i < length; i++) {
            parity ^= all[i];
        }
        return parity;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
