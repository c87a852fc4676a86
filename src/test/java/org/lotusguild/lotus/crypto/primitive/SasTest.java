package org.lotusguild.lotus.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lotusguild.lotus.crypto.primitive.Refusal.refusal;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.crypto.primitive.CryptoException.Kind;

class SasTest {

    @Test
    void bothSidesShowAndSignTheSame() {
        try (Sas a = Sas.create();
                Sas b = Sas.create();
                Sas.Established ab = a.agree(b.publicKey());
                Sas.Established ba = b.agree(a.publicKey())) {
            Sas.ShortString shown = ab.shortString("info");
            assertThat(shown).isEqualTo(ba.shortString("info"));
            assertThat(shown.emoji()).hasSize(7).allMatch(i -> i >= 0 && i < 64);
            assertThat(shown.decimals()).hasSize(3).allMatch(i -> i >= 1000 && i <= 9191);
            assertThat(ab.shortString("other")).isNotEqualTo(shown);
            assertThat(ab.mac("key", "info")).isEqualTo(ba.mac("key", "info")).isNotEqualTo(ab.mac("key", "other"));
        }
    }

    @Test
    void aManInTheMiddleShowsSomethingElse() {
        try (Sas a = Sas.create();
                Sas b = Sas.create();
                Sas mallory = Sas.create();
                Sas other = Sas.create();
                Sas.Established am = a.agree(mallory.publicKey());
                Sas.Established bm = b.agree(other.publicKey())) {
            assertThat(am.mac("key", "info")).isNotEqualTo(bm.mac("key", "info"));
        }
    }

    @Test
    void oneKeyAgreesOnce() {
        try (Sas a = Sas.create();
                Sas b = Sas.create();
                Sas.Established first = a.agree(b.publicKey())) {
            assertThat(first.mac("key", "info")).isNotEmpty();
            assertThat(refusal(() -> a.agree(b.publicKey()))).isEqualTo(Kind.FAILED);
        }
    }
}
