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
    void leavesTheRest() {
        assertThat(redacted("{'n':1.50,'t':true,'s':'Film (2025)','l':[],'o':{},'z':null}"))
                .isEqualTo("{'n':1.5,'t':true,'s':'Film (2025)','l':[],'o':{},'z':null}");
        assertThat(redacted("'text'")).isEqualTo("'text'");
    }
}
