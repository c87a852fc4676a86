package org.lotusguild.lotus.crypto.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.Secret;

class VaultTest {
    private static final Place PLACE = new Place("crypto_account", "@bot:example.org", "DEVICE", "1");
    private final SecureRandom random = new SecureRandom();
    private final VaultKey key = VaultKey.parse(VaultKey.generate(random));
    private final Vault vault = key.vault("@bot:example.org DEVICE", random);

    @Test
    void opensWhatItSealedWhateverTheTextAndPlace() {
        qt().forAll(
                        strings().allPossible().ofLengthBetween(0, 200),
                        strings().allPossible().ofLengthBetween(0, 20))
                .check((text, row) -> {
                    Place place = new Place("t", "@u:example.org", "D", row);
                    byte[] clear = text.getBytes(StandardCharsets.UTF_8);
                    return Arrays.equals(vault.open(vault.seal(clear, place), place), clear);
                });
        assertThat(vault.openText(vault.seal("grün 🪷", PLACE), PLACE)).isEqualTo("grün 🪷");
    }

    @Test
    void aMovedRowDoesNotOpen() {
        byte[] sealed = vault.seal("secret", PLACE);
        List<Place> others = List.of(
                new Place("crypto_inbound", "@bot:example.org", "DEVICE", "1"),
                new Place("crypto_account", "@bob:example.org", "DEVICE", "1"),
                new Place("crypto_account", "@bot:example.org", "OTHER", "1"),
                new Place("crypto_account", "@bot:example.org", "DEVICE", "2"),
                new Place("crypto_account", "@bot:example.org", "DEVICE1", ""),
                new Place("crypto_account@bot:example.org", "", "DEVICE", "1"));
        for (Place other : others) {
            assertThatExceptionOfType(SealBroken.class)
                    .isThrownBy(() -> vault.open(sealed, other))
                    .withMessageContaining("does not open")
                    .withMessageContaining(other.table())
                    .withMessageNotContaining("secret");
        }
    }

    @Test
    void aChangedByteDoesNotOpen() {
        byte[] sealed = vault.seal("secret", PLACE);
        for (int i = 0; i < sealed.length; i++) {
            byte[] bad = sealed.clone();
            bad[i] ^= 1;
            assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> vault.open(bad, PLACE));
        }
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> vault.open(new byte[0], PLACE));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> vault.open(new byte[] {1, 2, 3}, PLACE));
    }

    @Test
    void anotherKeyAndAnotherAccountDoNotOpen() {
        byte[] sealed = vault.seal("secret", PLACE);
        Vault otherKey = VaultKey.parse(VaultKey.generate(random)).vault("@bot:example.org DEVICE", random);
        Vault otherAccount = key.vault("@bob:example.org DEVICE", random);
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> otherKey.open(sealed, PLACE));
        assertThatExceptionOfType(SealBroken.class).isThrownBy(() -> otherAccount.open(sealed, PLACE));
        assertThat(key.vault("@bot:example.org DEVICE", random).openText(sealed, PLACE))
                .isEqualTo("secret");
    }

    @Test
    void theSameValueNeverLooksTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(HexFormat.of().formatHex(vault.seal("secret", PLACE)));
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void aWrongKeyIsToldInOneSentence() {
        String check = key.check();
        key.requireFits(check);
        assertThatExceptionOfType(SealBroken.class)
                .isThrownBy(() -> VaultKey.parse(VaultKey.generate(random)).requireFits(check))
                .withMessage("the vault key does not fit this database");
    }

    @Test
    void theFormatOfTodayStaysReadable() {
        // made with another implementation of HKDF and AES-GCM
        Vault fixed = VaultKey.parse(new Secret("00".repeat(32))).vault("@bot:example.org DEVICE", random);
        byte[] sealedOnce =
                HexFormat.of().parseHex("01000102030405060708090a0b18112759d1369e76b8c19d495d6a199ad74a8ac7dacc");
        assertThat(fixed.openText(sealedOnce, PLACE)).isEqualTo("golden");
    }

    @Test
    void aKeyIsReadAsBase64OrHexadecimalAndNothingElse() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String check =
                VaultKey.parse(new Secret(HexFormat.of().formatHex(bytes))).check();
        String base64 = Base64.getEncoder().encodeToString(bytes);
        assertThat(VaultKey.parse(new Secret(base64 + "\n")).check()).isEqualTo(check);
        assertThat(VaultKey.parse(new Secret(base64.replace("=", ""))).check()).isEqualTo(check);
        for (String bad : List.of("", "hunter2!", "AAAA", "zz".repeat(32), base64 + base64)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VaultKey.parse(new Secret(bad)))
                    .withMessageStartingWith("the vault key must be 32 bytes in base64 or hexadecimal");
        }
        assertThat(VaultKey.parse(new Secret(base64))).hasToString("<secret>");
    }
}
