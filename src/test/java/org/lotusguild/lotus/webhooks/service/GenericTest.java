package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;

class GenericTest {
    private static Notice notice(String json) {
        return Sample.rendered(Json.parse(json.replace('\'', '"')), Optional.empty())
                .message();
    }

    private static String body(String json) {
        return Sample.body(notice(json));
    }

    @Test
    void gotifysPriorityIsALevel() {
        assertThat(notice("{'title':'a','message':'b','priority':8}").level()).isEqualTo(Level.ERROR);
        assertThat(notice("{'title':'a','message':'b','priority':5}").level()).isEqualTo(Level.WARNING);
        assertThat(notice("{'title':'a','message':'b','priority':4}").level()).isEqualTo(Level.INFO);
        assertThat(body("{'title':'Disk full','message':'b\\nc','priority':8}")).isEqualTo("❌ ci – Disk full\nb\nc");
    }

    /** Rule 11 stands before rule 12. */
    @Test
    void aNumberCountsMoreThanAWord() {
        Notice both = notice("{'title':'a','message':'b','priority':8,'type':'info'}");
        assertThat(both.event()).isEqualTo("generic.gotify");
        assertThat(both.level()).isEqualTo(Level.ERROR);
    }

    @Test
    void apprisesTypeIsALevel() {
        assertThat(body("{'title':'Backup','message':'done','type':'success'}")).isEqualTo("✅ ci – Backup\ndone");
        assertThat(notice("{'message':'x','type':'failure'}").level()).isEqualTo(Level.ERROR);
        assertThat(body("{'title':'','message':'only this','type':'warning'}")).isEqualTo("⚠️ ci – only this");
    }

    @Test
    void aLongMessageShowsItsFirstLines() {
        assertThat(notice("{'title':'a','message':'1\\n2\\n3\\n4\\n5\\n6\\n7\\n8','priority':1}")
                        .lines())
                .containsExactly("1", "2", "3", "4", "5", "+3 more");
    }

    @Test
    void aCardShowsSixFactsAndCountsTheRest() {
        assertThat(
                        body(
                                "{'Name':'n','a':1,'b':{'c':true,'d':{'e':'x'}},'f':2,'g':3,'h':4,'i':5,'j':[1],'k':'','l':null,'m':'unknown'}"))
                .isEqualTo("📮 ci – n\na: 1\nb.c: true\nb.d.e: x\nf: 2\ng: 3\nh: 4\n+2 more fields");
    }

    @Test
    void aCardHasATextToo() {
        assertThat(body("{'Subject':'s','Message':'two\\nlines','x':1}")).isEqualTo("📮 ci – s\ntwo lines\nx: 1");
    }

    @Test
    void aCardTellsNoSecretAndDoesNotCountIt() {
        assertThat(body("{'x':1,'api_key':'k','auth':{'user':'u'},'Session-Id':'s','mail':'m','avatarUrl':'a',"
                        + "'jwt':'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghij','who':'jo@example.org',"
                        + "'hash':'0123456789abcdef0123456789abcdef','pem':'-----BEGIN KEY-----'}"))
                .isEqualTo("📮 ci – message received\nx: 1");
    }

    @Test
    void aCardTellsNoSecretThatIsAName() {
        assertThat(
                        body(
                                "{'x':1,'0123456789abcdef0123456789abcdef':'revoked','jo@example.org':2,'by':{'jo@example.org':3}}"))
                .isEqualTo("📮 ci – message received\nx: 1");
    }

    @Test
    void aCardsAddressesLoseUserAndQuery() {
        assertThat(body("{'url':'https://jo:pw@example.org/x?token=1#y','text2':'see https://example.org/y?z=1 now'}"))
                .isEqualTo(
                        "📮 ci – message received\nurl: https://example.org/x\ntext2: see https://example.org/y now");
        assertThat(body("{'title':'see https://jo:pw@example.org/x?token=1','message':'or https://example.org/y#z'}"))
                .isEqualTo("📮 ci – see https://example.org/x\nor https://example.org/y");
        assertThat(body("{'notification_type':'NEW','subject':'at https://example.org/x?token=1'}"))
                .isEqualTo("📮 ci – at https://example.org/x\nnotification_type: NEW");
    }

    @Test
    void whatIsNoObjectIsCounted() {
        assertThat(body("[1,2,3]")).isEqualTo("📮 ci – message received\n3 entries");
        assertThat(body("[1]")).isEqualTo("📮 ci – message received\n1 entry");
        assertThat(body("null")).isEqualTo("📮 ci – message received");
        assertThat(body("{}")).isEqualTo("📮 ci – message received");
    }

    @Test
    void anUnknownEventOfAServiceIsAShortCard() {
        assertThat(body("{'eventType':'SomethingNew','series':{'title':'x','path':'/data/x'},'instanceName':'Sonarr'}"))
                .startsWith("📮 ci – ")
                .doesNotContain("/data/x");
    }

    @Test
    void whatSomebodyWroteHimselfIsAMessage() {
        assertThat(notice("{'text':'hello *you*'}").event()).isEqualTo("message.posted");
        assertThat(body("{'text':'hello *you*'}")).isEqualTo("💬 ci – hello *you*");
    }
}
