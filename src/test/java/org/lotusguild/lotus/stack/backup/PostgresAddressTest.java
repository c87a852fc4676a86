package org.lotusguild.lotus.stack.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of databases that people write. */
class PostgresAddressTest {
    @Test
    void isAUserAServerAndADatabase() {
        PostgresAddress address = PostgresAddress.of("postgresql://lotus_verify@[::1]/postgres", Optional.empty());
        assertThat(address.user()).isEqualTo("lotus_verify");
        assertThat(address.options()).containsExactly("-h", "::1", "-p", "5432", "-U", "lotus_verify", "--no-password");
        assertThat(address.database()).isEqualTo("postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice:hush@db.example.org:5432", "alice:@db.example.org", "alice%3Ahush@db.example.org"})
    void takesNoPassword(String server) {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> PostgresAddress.of("postgresql://" + server + "/postgres", Optional.empty()))
                .withMessageContaining("holds a password")
                .satisfies(refused ->
                        assertThat(refused.getMessage() + refused.remedy()).doesNotContain("hush"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://alice:hush^@db.example.org/postgres",
                "postgresql://alice:hush@hush@db.example.org/postgres",
                "postgresql:hush",
                "db.example.org/hush",
                "postgresql://alice@db.example.org",
            })
    void showsNothingOfAnAddressThatIsNone(String address) {
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> PostgresAddress.of(address, Optional.empty()))
                .withMessage("the address of the database must be postgresql://user@host:port/database")
                .withNoCause();
    }
}
