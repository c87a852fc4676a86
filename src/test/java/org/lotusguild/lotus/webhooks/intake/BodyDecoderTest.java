package org.lotusguild.lotus.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lotusguild.lotus.webhooks.fake.IntakeBed.utf8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;

class BodyDecoderTest {
    private static final int MOST = 1 << 20;
    private static final String FORM = "application/x-www-form-urlencoded";

    private static String decoded(String type, byte[] body) {
        return Json.text(BodyDecoder.decode(type, "", body, MOST));
    }

    private static String decoded(String type, String body) {
        return decoded(type, utf8(body));
    }

    private static int refused(String type, String encoding, byte[] body) {
        return catchThrowableOfType(Undecodable.class, () -> BodyDecoder.decode(type, encoding, body, MOST))
                .status();
    }

    private static int refused(String type, String body) {
        return refused(type, "", utf8(body));
    }

    @Test
    void readsJsonAsItWasMeant() {
        for (String type : new String[] {
            "application/json", "application/json; charset=utf-8", "Application/JSON", "application/vnd.api+json"
        }) {
            assertThat(decoded(type, "{\"a\": 1, \"a\": 1.20, \"b\": [null, true]}"))
                    .isEqualTo("{\"a\":1.20,\"b\":[null,true]}");
        }
        assertThat(decoded("application/json", "\uFEFF[1]")).isEqualTo("[1]");
        assertThat(decoded("application/json", "")).isEqualTo("{}");
        assertThat(decoded("application/json", "{\"x\\ud800\": \"a\\ud83d b\\ude00 \\ud83d\\ude00\"}"))
                .isEqualTo("{\"x\uFFFD\":\"a\uFFFD b\uFFFD 😀\"}");
    }

    @Test
    void refusesJsonBeyondItsLimits() {
        assertThat(refused("application/json", "{\"a\":".repeat(65) + "1" + "}".repeat(65)))
                .isEqualTo(400);
        assertThat(refused("application/json", "[" + "1,".repeat(100_000) + "1]"))
                .isEqualTo(400);
        assertThat(refused("application/json", "[".repeat(500_000))).isEqualTo(400);
        assertThat(refused("application/json", "1e99999")).isEqualTo(400);
        assertThat(refused("application/json", "{a: 1}")).isEqualTo(400);
    }

    @Test
    void readsXmlInTheShapeThatScriptsKnow() {
        for (String type : new String[] {"text/xml", "application/xml", "application/rss+xml"}) {
            assertThat(decoded(type, """
                    <?xml version="1.0"?>
                    <build id="7"><name lang="en">a &amp; b</name><name>c</name><empty/><deep><in>1</in></deep></build>"""))
                    .isEqualTo(
                            "{\"build\":{\"$\":{\"id\":\"7\"},\"name\":[{\"_\":\"a & b\",\"$\":{\"lang\":\"en\"}},\"c\"],"
                                    + "\"empty\":[\"\"],\"deep\":[{\"in\":[\"1\"]}]}}");
        }
        assertThat(decoded("text/xml", "<a xmlns:s='urn:x'><s:b><![CDATA[<i>]]></s:b></a>"))
                .isEqualTo("{\"a\":{\"$\":{\"xmlns:s\":\"urn:x\"},\"s:b\":[\"<i>\"]}}");
    }

    @Test
    void refusesXmlThatReachesOutOrGrows() {
        String laughs = "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><l>&b;</l>";
        String file = "<!DOCTYPE l [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><l>&f;</l>";
        String outside = "<!DOCTYPE l SYSTEM \"http://127.0.0.1:1/x.dtd\"><l/>";
        for (String xml : new String[] {
            laughs,
            file,
            outside,
            "<l>&b;</l>",
            "<l>",
            "<l/><l/>",
            "no XML",
            "",
            "<a>".repeat(100) + "</a>".repeat(100),
            "<a>" + "<b/>".repeat(60_000) + "</a>",
            "<a>" + "<b/>".repeat(49_990) + "<c" + attributes(50) + "/></a>"
        }) {
            assertThat(refused("application/xml", xml))
                    .as(xml.substring(0, Math.min(40, xml.length())))
                    .isEqualTo(400);
        }
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj(n -> " a" + n + "='x'").collect(Collectors.joining());
    }

    @Test
    void readsForms() {
        assertThat(decoded(FORM, "a=1+2&b=%C3%A4&a=3&c&=d"))
                .isEqualTo("{\"a\":[\"1 2\",\"3\"],\"b\":\"ä\",\"c\":\"\",\"\":\"d\"}");
        assertThat(decoded(FORM, "payload=%7B%22x%22%3A1%7D")).isEqualTo("{\"x\":1}");
        assertThat(decoded(FORM, "payload=%7B%22x%22%3A1%7D&more=1"))
                .isEqualTo("{\"payload\":\"{\\\"x\\\":1}\",\"more\":\"1\"}");
        assertThat(decoded(FORM, "{\"curl\": \"-d\"}")).isEqualTo("{\"curl\":\"-d\"}");
        assertThat(decoded(FORM + "; charset=iso-8859-1", "a=%E4")).isEqualTo("{\"a\":\"ä\"}");
        assertThat(refused(FORM, "a=%zz")).isEqualTo(400);
        assertThat(refused(FORM, "a&".repeat(10_001))).isEqualTo(400);
    }

    @Test
    void readsMultipartForms() {
        String body = """
                --XX\r
                Content-Disposition: form-data; name="data"\r
                \r
                {"heartbeat": {"status": 0}}\r
                --XX--\r
                """;
        assertThat(decoded("multipart/form-data; boundary=XX", body)).isEqualTo("{\"heartbeat\":{\"status\":0}}");
        String files = """
                --"X X\r
                Content-Disposition: form-data; name="text"\r
                \r
                häh?\r
                --"X X\r
                Content-Disposition: form-data; name="f"; filename="ü.png"\r
                Content-Type: image/png\r
                \r
                12345\r
                --"X X--""";
        assertThat(decoded("multipart/form-data; boundary=\"\\\"X X\"", files))
                .isEqualTo("{\"text\":\"häh?\",\"f\":{\"filename\":\"ü.png\",\"size\":5}}");
        for (String type : new String[] {"multipart/form-data", "multipart/form-data; boundary=YY"}) {
            assertThat(refused(type, body)).isEqualTo(400);
        }
        assertThat(refused("multipart/form-data; boundary=XX", body.replace("--XX--", "")))
                .isEqualTo(400);
        assertThat(refused("multipart/form-data; boundary=XX", "--XX\r\nno head\r\n--XX--"))
                .isEqualTo(400);
        assertThat(refused("multipart/form-data; boundary=X", "--X\r\n\r\n\r\n--X".repeat(2_000)))
                .isEqualTo(400);
    }

    @Test
    void takesTextAsItIs() {
        assertThat(decoded("text/plain", "{\"not\": \"JSON\"}")).isEqualTo("\"{\\\"not\\\": \\\"JSON\\\"}\"");
        assertThat(decoded("text/plain; charset=ISO-8859-1", "ä".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("\"ä\"");
        assertThat(decoded("text/plain; charset=nobody-knows", "ä")).isEqualTo("\"ä\"");
        assertThat(decoded("text/plain; charset=utf-32be", new byte[] {0, 0, (byte) 0xd8, 0}))
                .isEqualTo("\"\uFFFD\"");
        assertThat(decoded("text/plain", new byte[] {'a', (byte) 0xff})).isEqualTo("\"a\uFFFD\"");
    }

    @Test
    void looksWhereNobodySaysWhatItIs() {
        for (String type : new String[] {"", "application/octet-stream"}) {
            assertThat(decoded(type, " {\"a\": 1}")).isEqualTo("{\"a\":1}");
            assertThat(decoded(type, "[1]")).isEqualTo("[1]");
            assertThat(decoded(type, "<a>1</a>")).isEqualTo("{\"a\":\"1\"}");
            assertThat(decoded(type, "plain")).isEqualTo("\"plain\"");
            assertThat(decoded(type, "")).isEqualTo("{}");
        }
        assertThat(refused("image/png", "x")).isEqualTo(415);
    }

    @Test
    void unpacks() throws IOException {
        byte[] json = utf8("{\"a\": 1}");
        for (String encoding : new String[] {"gzip", "X-Gzip"}) {
            assertThat(Json.text(BodyDecoder.decode("application/json", encoding, gzip(json), MOST)))
                    .isEqualTo("{\"a\":1}");
        }
        for (boolean bare : new boolean[] {true, false}) {
            assertThat(Json.text(BodyDecoder.decode("application/json", "deflate", deflate(json, bare), MOST)))
                    .isEqualTo("{\"a\":1}");
        }
        assertThat(Json.text(BodyDecoder.decode("application/json", "identity", json, MOST)))
                .isEqualTo("{\"a\":1}");
        assertThat(refused("application/json", "br", json)).isEqualTo(415);
        assertThat(refused("application/json", "gzip, gzip", gzip(gzip(json)))).isEqualTo(415);
        assertThat(refused("application/json", "gzip", json)).isEqualTo(400);
        assertThat(refused("application/json", "deflate", json)).isEqualTo(400);
        assertThat(refused("application/json", "gzip", java.util.Arrays.copyOf(gzip(json), 15)))
                .isEqualTo(400);
    }

    @Test
    void stopsUnpackingWhereItIsTooMuch() throws IOException {
        byte[] bomb = gzip(new byte[50 * MOST]);
        assertThat(bomb.length).isLessThan(MOST / 10);
        assertThat(refused("application/json", "gzip", bomb)).isEqualTo(413);
        assertThat(refused("application/json", "deflate", deflate(new byte[50 * MOST], true)))
                .isEqualTo(413);
    }

    private interface Packing {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        return packed(bytes, GZIPOutputStream::new);
    }

    private static byte[] deflate(byte[] bytes, boolean bare) throws IOException {
        return packed(bytes, out -> new DeflaterOutputStream(out, new Deflater(6, bare)));
    }

    private static byte[] packed(byte[] bytes, Packing packing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = packing.over(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }
}
