package org.lotusguild.lotus.stack.plan;

import java.util.Optional;
import org.lotusguild.lotus.base.config.Default;

/**
 * Pictures and files.
 *
 * @param upload the largest file
 * @param keepRemote how long those of other servers are kept
 * @param keepLocal how long those of our own people are kept
 */
public record Media(
        @Default("50M") Upload upload,
        @Default("1y") Lifetime keepRemote,
        @Default("forever") Lifetime keepLocal) {

    /** A size as Synapse and nginx both write it: {@code 200M}. */
    public record Upload(long bytes, String text) {
        private static final int KIB = 10;
        private static final int MIB = 20;
        private static final int GIB = 30;

        /** @throws IllegalArgumentException if the text is no size of that form */
        public static Upload parse(String text) {
            if (!text.matches("[1-9]\\d{0,5}[KMG]")) {
                throw new IllegalArgumentException("not a size that Synapse reads, write it like 200M");
            }
            int shift = switch (text.charAt(text.length() - 1)) {
                case 'K' -> KIB;
                case 'M' -> MIB;
                default -> GIB;
            };
            return new Upload(Long.parseLong(text.substring(0, text.length() - 1)) << shift, text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * How long something is kept, as Synapse writes it.
     *
     * @param span empty for ever
     */
    public record Lifetime(Optional<String> span) {
        /** @throws IllegalArgumentException if it is neither {@code forever} nor a number with one of s, m, h, d, w, y */
        public static Lifetime parse(String text) {
            if (text.equals("forever")) {
                return new Lifetime(Optional.empty());
            }
            if (!text.matches("[1-9]\\d{0,5}[smhdwy]")) {
                throw new IllegalArgumentException("not a time that Synapse reads, write 90d, 1y or forever");
            }
            return new Lifetime(Optional.of(text));
        }

        @Override
        public String toString() {
            return span.orElse("forever");
        }
    }
}
