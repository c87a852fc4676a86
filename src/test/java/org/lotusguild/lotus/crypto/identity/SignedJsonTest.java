package org.lotusguild.lotus.crypto.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.strings;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Seed;
import tools.jackson.databind.node.ObjectNode;

class SignedJsonTest {
    private static final UserId USER = UserId.parse("@alice:example.org");
    private final Ed25519Seed seed = Ed25519Seed.random(new SecureRandom());

    /** Matrix specification, appendices, "Cryptographic Test Vectors". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ",
                "{\"two\": \"Two\", \"one\": 1}|KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"
            })
    void signsAsTheSpecificationSays(String object, String signature) {
        Ed25519Seed known = new Ed25519Seed(new Secret("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1"));
        ObjectNode json = Json.parseObject(object);
        SignedJson.sign(json, USER, "1", known::sign);
        assertThat(Json.string(json, "signatures", USER.value(), "ed25519:1")).contains(signature);
    }

    @Test
    void verifiesWhateverWasSignedUntilItChanges() {
        qt().withExamples(200)
                .forAll(
                        strings().basicLatinAlphabet().ofLengthBetween(0, 20),
                        strings().basicMultilingualPlaneAlphabet().ofLengthBetween(0, 20),
                        integers().all())
                .assuming((name, text, number) -> text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                        && !name.equals("signatures")
                        && !name.equals("unsigned"))
                .check((name, text, number) -> {
                    ObjectNode json = Json.object();
                    json.put(name, text);
                    json.putObject("deep").put(name, number);
                    SignedJson.sign(json, USER, "D", seed::sign);
                    boolean good = verifies(Json.parseObject(Json.text(json)));
                    json.withObjectProperty("deep").put(name, (long) number + 1);
                    return good && !verifies(json);
                });
    }

    @Test
    void signaturesAndUnsignedAreOutsideTheSignature() {
        ObjectNode json = Json.parseObject("{\"a\": 1, \"unsigned\": {\"age\": 1.5}}");
        SignedJson.sign(json, USER, "D", seed::sign);
        json.remove("unsigned");
        json.withObjectProperty("signatures").putObject("@bob:example.org").put("ed25519:X", "AAAA");
        assertThat(verifies(json)).isTrue();
    }

    @Test
    void signingKeepsTheSignaturesOfOthersAndACopyDropsThem() {
        ObjectNode json = Json.parseObject("{\"a\": 1, \"unsigned\": {}}");
        Ed25519Seed other = Ed25519Seed.random(new SecureRandom());
        SignedJson.sign(json, USER, "OTHER", other::sign);
        SignedJson.sign(json, USER, "D", seed::sign);
        assertThat(verifies(json)).isTrue();
        assertThat(SignedJson.verifies(json, USER, "OTHER", other.publicKey())).isTrue();
        ObjectNode copy = SignedJson.signedCopy(json, USER, "D", seed::sign);
        assertThat(verifies(copy)).isTrue();
        assertThat(copy.has("unsigned")).isFalse();
        assertThat(Json.objectAt(copy, "signatures", USER.value()).size()).isEqualTo(1);
    }

    @Test
    void strangeShapesAreFalseAndNoException() {
        for (String shape : new String[] {
            "{}",
            "{\"signatures\": []}",
            "{\"signatures\": {\"@alice:example.org\": \"x\"}}",
            "{\"signatures\": {\"@alice:example.org\": {\"ed25519:D\": 7}}}",
            "{\"signatures\": {\"@alice:example.org\": {\"ed25519:D\": \"%%%\"}}}",
            "{\"a\": 1.5, \"signatures\": {\"@alice:example.org\": {\"ed25519:D\": \"AAAA\"}}}"
        }) {
            assertThat(verifies(Json.parseObject(shape))).as(shape).isFalse();
        }
    }

    private boolean verifies(ObjectNode json) {
        return SignedJson.verifies(json, USER, "D", seed.publicKey());
    }
}
