package org.lotusguild.lotus.webhooks.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;

class RedactionTest {
    private static String redacted(String json) {
        return Json.text(Redaction.of(Json.parse(json.replace('\'', '"')))).replace('"', '\'');
    }

    @Test
    void masksByName() {
        assertThat(redacted("{'password':'x','apiKey':'y','nested':[{'X-Auth':{'a':1}}],'userEmail':null,'title':'t'}"))
                .isEqualTo("{'password':'…','apiKey':'…','nested':[{'X-Auth':'…'}],'userEmail':null,'title':'t'}");
    }

    @Test
    void masksByLook() {
        assertThat(redacted("{'a':'jo@example.org','b':'0123456789abcdef0123456789abcdef','c':'-----BEGIN KEY-----'}"))
                .isEqualTo("{'a':'…','b':'…','c':'…'}");
        assertThat(redacted("['mail jo@example.org','https://jo:pw@example.org/x?key=1 y']"))
                .isEqualTo("['mail (e-mail)','https://example.org/x y']");
    }

    @Test
    void keepsItShort() {
        assertThat(redacted("'" + "🌸".repeat(600) + "'")).isEqualTo("'" + "🌸".repeat(500) + "…'");
        assertThat(redacted("[" + "1,".repeat(9_999) + "1]").length()).isLessThan(1_100);
    }

    @Test
    void takesNoLongerAndNoMoreStackForWhatRepeatsItself() {
        assertThat(Mask.text("x@" + "a.".repeat(300_000) + "a")).isEqualTo("(e-mail)");
        assertThat(Mask.text("x@" + "1.".repeat(300_000) + "1")).hasSize(600_003);
        assertThat(Secrets.withoutQueries("http://".repeat(200_000))).hasSize(1_400_000);
    }

    @Test
    void readsAddressesOfPeopleToTheirEnd() {
        assertThat(Mask.text("to jo@mail.example.org. and x@1a.b, not pkg@1.2.3 or @a.b"))
                .isEqualTo("to (e-mail). and (e-mail), not pkg@1.2.3 or @a.b");
        assertThat(Secrets.withoutQueries("https://a.example/x?y#z http://b.example/q, https://c?d"))
                .isEqualTo("https://a.example/x http://b.example/q, https://c");
    }

    @Test
    void leavesTheRest() {
        assertThat(redacted("{'n':1.50,'t':true,'s':'Film (2025)','l':[],'o':{},'z':null}"))
                .isEqualTo("{'n':1.5,'t':true,'s':'Film (2025)','l':[],'o':{},'z':null}");
        assertThat(redacted("'text'")).isEqualTo("'text'");
    }
}
