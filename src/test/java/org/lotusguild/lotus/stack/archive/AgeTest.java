package org.lotusguild.lotus.stack.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.Secret;

/** Files closed for a key, as the program age does it. */
class AgeTest {
    /** 32 times 0x42, as age-keygen writes it, and what age-keygen -y says of it. */
    private static final Secret IDENTITY =
            new Secret("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX");

    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    private final SecureRandom random = new SecureRandom();

    @Test
    void knowsTheRecipientOfAnIdentityAsAgeDoes() {
        assertThat(AgeKey.recipientOf(IDENTITY)).isEqualTo(RECIPIENT);
    }

    @Test
    void opensWhatAgeItselfHasClosed() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(AgeTest.class.getResourceAsStream("/stack/archive/by-age.age"))) {
            assertThat(Age.open(file.readAllBytes(), IDENTITY))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("closed by age itself\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_000})
    void opensWhatItClosed(int length) throws IOException {
        byte[] plain = new byte[length];
        random.nextBytes(plain);
        Secret identity = AgeKey.identity(random);
        byte[] closed = Age.close(plain, AgeKey.recipientOf(identity), random);
        assertThat(Age.open(closed, identity)).isEqualTo(plain);
    }

    @Test
    void refusesEveryChangedByte() {
        byte[] closed = Age.close("a secret".getBytes(StandardCharsets.UTF_8), RECIPIENT, random);
        for (int at = 0; at < closed.length; at++) {
            byte[] changed = closed.clone();
            changed[at] ^= 1;
            assertThatExceptionOfType(IOException.class).as("byte " + at).isThrownBy(() -> Age.open(changed, IDENTITY));
        }
    }

    @Test
    void refusesWhatIsNotWhole() {
        byte[] closed = Age.close(new byte[70_000], RECIPIENT, random);
        for (int length : new int[] {0, 10, 150, closed.length - 1, closed.length - 4_500}) {
            assertThatExceptionOfType(IOException.class)
                    .as(length + " bytes")
                    .isThrownBy(() -> Age.open(Arrays.copyOf(closed, length), IDENTITY));
        }
    }

    @Test
    void saysThatItIsClosedForAnotherKey() {
        byte[] closed = Age.close(new byte[3], RECIPIENT, random);
        assertThatIOException()
                .isThrownBy(() -> Age.open(closed, AgeKey.identity(random)))
                .withMessageContaining("closed for another key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "age1",
                "age1qqqq",
                "ssh-ed25519 AAAA",
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk"
            })
    void refusesWhatIsNoRecipient(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AgeKey.recipientKey(text));
    }

    @Test
    void findsTheIdentityAmongComments() {
        assertThat(AgeKey.identityIn("# created: today\n# public key: age1x\n" + IDENTITY.value() + "\n"))
                .contains(IDENTITY);
        assertThat(AgeKey.identityIn("nothing here")).isEmpty();
    }
}
