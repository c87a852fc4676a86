package org.lotusguild.lotus.crypto.primitive;

import java.util.List;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

/** Our half of a short-authentication-string exchange: one throw-away key, good for one agreement. Native: close it. */
public final class Sas implements AutoCloseable {
    private final Handle<de.connect2x.trixnity.crypto.driver.sas.Sas> handle;
    private final Curve25519Key publicKey;

    private Sas(de.connect2x.trixnity.crypto.driver.sas.Sas raw) {
        handle = new Handle<>(raw);
        publicKey = handle.use(Kind.FAILED, (driver, sas) -> Binding.key(sas.getPublicKey()));
    }

    public static Sas create() {
        return new Sas(Binding.call(Kind.FAILED, driver -> driver.getSas().invoke()));
    }

    public Curve25519Key publicKey() {
        return publicKey;
    }

    /**
     * Agrees with the other side's key; possible once.
     *
     * @throws CryptoException {@code WEAK_KEY} if the key is of small order; {@code FAILED} the second time
     */
    public Established agree(Curve25519Key theirs) {
        Curve25519.requireContributory(theirs);
        return handle.use(Kind.FAILED, (driver, sas) -> {
            try (var key = driver.getKey().getCurve25519PublicKey().invoke(theirs.base64())) {
                return new Established(sas.diffieHellman(key));
            }
        });
    }

    @Override
    public void close() {
        handle.close();
    }

    /** The agreed secret. {@code info} is the text that the specification prescribes for each use. Native: close it. */
    public static final class Established implements AutoCloseable {
        private final Handle<de.connect2x.trixnity.crypto.driver.sas.EstablishedSas> handle;

        private Established(de.connect2x.trixnity.crypto.driver.sas.EstablishedSas raw) {
            handle = new Handle<>(raw);
        }

        /** What both sides show to their humans. */
        public ShortString shortString(String info) {
            return handle.use(Kind.FAILED, (driver, sas) -> {
                try (var bytes = sas.generateBytes(info)) {
                    return new ShortString(
                            bytes.getEmojiIndices().getAsList(),
                            bytes.getDecimals().getAsList());
                }
            });
        }

        /** The MAC {@code hkdf-hmac-sha256.v2}, unpadded base64. */
        public String mac(String input, String info) {
            return handle.use(Kind.FAILED, (driver, sas) -> {
                try (var mac = sas.calculateMac(input, info)) {
                    return mac.getBase64();
                }
            });
        }

        @Override
        public void close() {
            handle.close();
        }
    }

    /**
     * What humans compare.
     *
     * @param emoji seven indices 0 to 63 into the table of the specification
     * @param decimals three numbers 1000 to 9191
     */
    public record ShortString(List<Integer> emoji, List<Integer> decimals) {
        public ShortString {
            emoji = List.copyOf(emoji);
            decimals = List.copyOf(decimals);
        }
    }
}
