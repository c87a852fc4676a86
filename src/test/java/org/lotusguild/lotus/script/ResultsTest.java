package org.lotusguild.lotus.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lotusguild.lotus.base.id.UserId;

class ResultsTest {
    private static final Placement NOWHERE =
            new Placement(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static Outcome of(String json) {
        return Results.of(Optional.of(json.replace('\'', '"')));
    }

    private static Message first(String json) {
        return ((Outcome.Posted) of(json)).messages().getFirst();
    }

    private static Outcome posted(Message message) {
        return new Outcome.Posted(List.of(message), Optional.empty());
    }

    private static Message written(String plain) {
        return new Message.Written(plain, Optional.empty(), Optional.empty(), Optional.empty(), true, NOWHERE);
    }

    @Test
    void aTextIsSaid() {
        assertThat(of("'**bold**'")).isEqualTo(posted(new Message.Said("**bold**")));
        assertThat(of("''")).isEqualTo(posted(new Message.Said("")));
    }

    @Test
    void nothingIsUnsaid() {
        assertThat(Results.of(Optional.empty())).isEqualTo(posted(new Message.Unsaid()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'version':'v2','plain':'x'}",
                "{'version':'v2','plain':'x','html':null,'msgtype':'','empty':false,'mentions':null,'key':'','image':null}",
                "{'version':'v2','plain':'x','html':'','unknown':{'a':1},'state':null,'webhookResponse':null}",
            })
    void plainIsAllThatAnObjectNeeds(String json) {
        assertThat(of(json)).isEqualTo(posted(written("x")));
    }

    @Test
    void everyKeyOfVersionTwoIsRead() {
        assertThat(of("""
                {'version':'v2','plain':'p','html':'<b>h</b>','msgtype':'m.text','hints':{'showUrlPreviews':false},
                 'mentions':{'room':true,'user_ids':['@a:example.org','no id','@a:example.org','@b:example.org']},
                 'key':'k','state':'close','image':'https://example.org/i.png','room':'alerts',
                 'webhookResponse':{'body':'{}','contentType':'application/json','statusCode':201}}"""))
                .isEqualTo(new Outcome.Posted(
                        List.of(new Message.Written(
                                "p",
                                Optional.of("<b>h</b>"),
                                Optional.of(Message.Type.TEXT),
                                Optional.of(new Message.Mentions(
                                        true, List.of(UserId.parse("@a:example.org"), UserId.parse("@b:example.org")))),
                                false,
                                new Placement(
                                        Optional.of("k"),
                                        Optional.of(Placement.State.CLOSE),
                                        Optional.of("https://example.org/i.png"),
                                        Optional.of("alerts")))),
                        Optional.of(new Answer("{}", "application/json", 201))));
    }

    @Test
    void anEmptyOnePostsNothingAndMayAnswer() {
        assertThat(of("{'version':'v2','empty':true}")).isEqualTo(new Outcome.Empty(Optional.empty()));
        assertThat(of("{'version':'v2','empty':1,'webhookResponse':{'body':'thanks'}}"))
                .isEqualTo(new Outcome.Empty(Optional.of(new Answer("thanks", "text/plain", 200))));
    }

    @Test
    void aListIsPostedInItsOrder() {
        assertThat(of("[{'version':'v2','plain':'a'},{'version':'v2','empty':true},{'version':'v2','plain':'b'}]"))
                .isEqualTo(new Outcome.Posted(List.of(written("a"), written("b")), Optional.empty()));
        assertThat(of("[{'version':'v2','empty':true}]")).isEqualTo(new Outcome.Empty(Optional.empty()));
    }

    @Test
    void aCardIsReadInItsParts() {
        assertThat(first("""
                {'version':'lotus/1','title':{'emoji':'🔥','subject':'disk','happened':'full'},'level':'error',
                 'lines':['one',2,true],'fields':{'Host':'db1','Used':97.5},'key':'disk','state':'open',
                 'links':[{'label':'Panel','address':'https://example.org/p'},{'label':'bad','address':'javascript:x'}]}"""))
                .isEqualTo(new Message.Card(
                        new Message.Title("🔥", "disk", "full"),
                        Optional.of(Message.Level.ERROR),
                        List.of("one", "2", "true"),
                        List.of(new Message.Field("Host", "db1"), new Message.Field("Used", "97.5")),
                        List.of(new Message.Link("Panel", "https://example.org/p")),
                        new Placement(
                                Optional.of("disk"),
                                Optional.of(Placement.State.OPEN),
                                Optional.empty(),
                                Optional.empty())));
    }

    @Test
    void aCardNeedsASubjectOnlyAndItsListsHaveTwoForms() {
        assertThat(first("""
                {'version':'lotus/1','title':{'subject':'s'},'lines':'a\\nb','fields':[{'label':'l','value':1}],
                 'links':{'Panel':'http://example.org'}}"""))
                .isEqualTo(new Message.Card(
                        new Message.Title("", "s", ""),
                        Optional.empty(),
                        List.of("a", "b"),
                        List.of(new Message.Field("l", "1")),
                        List.of(new Message.Link("Panel", "http://example.org")),
                        NOWHERE));
    }

    @Test
    void textsAreWholeUnicode() {
        assertThat(first("{'version':'v2','plain':'a\\ud800\\u0000b'}")).isEqualTo(written("a\uFFFD\uFFFDb"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | result is null",
                "[] | list of results is empty",
                "['a'] | objects only",
                "[[{'version':'v2','plain':'x'}]] | objects only",
                "{} | version",
                "{'version':'v1','plain':'x'} | version",
                "{'version':2,'plain':'x'} | version must be a text",
                "{'version':'v2'} | plain is missing",
                "{'version':'v2','plain':1} | plain must be a text",
                "{'version':'v2','plain':null} | plain must be a text",
                "{'version':'v2','plain':'x','html':{}} | html must be a text",
                "{'version':'v2','plain':'x','msgtype':'m.image'} | m.text, m.notice or m.emote",
                "{'version':'v2','plain':'x','mentions':'@a:example.org'} | mentions must be an object",
                "{'version':'v2','plain':'x','mentions':{'room':'yes'}} | mentions.room",
                "{'version':'v2','plain':'x','mentions':{'user_ids':'@a:example.org'}} | user_ids must be a list",
                "{'version':'v2','plain':'x','mentions':{'user_ids':[{}]}} | user_ids may hold texts",
                "{'version':'v2','plain':'x','state':'ajar'} | open, update, close, thread",
                "{'version':'v2','plain':'x','image':'file:///etc/passwd'} | image must be an address",
                "{'version':'v2','plain':'x','image':'https:'} | image must be an address",
                "{'version':'v2','plain':'x','webhookResponse':'ok'} | webhookResponse must be an object",
                "{'version':'v2','plain':'x','webhookResponse':{}} | body is missing",
                "{'version':'v2','empty':true,'webhookResponse':{'body':'','statusCode':199}} | 200 to 599",
                "{'version':'v2','plain':'x','webhookResponse':{'body':'','statusCode':'200'}} | 200 to 599",
                "{'version':'v2','plain':'x','webhookResponse':{'body':'','contentType':'image/png'}} | contentType",
                "{'version':'v2','plain':'x','webhookResponse':{'body':'','contentType':'text/a\\r\\nb: c'}} | contentType",
                "{'version':'lotus/1'} | title is missing",
                "{'version':'lotus/1','title':'x'} | title must be an object",
                "{'version':'lotus/1','title':{}} | subject is missing",
                "{'version':'lotus/1','title':{'subject':'x'},'level':'bad'} | critical, error, warning, ok, info, neutral",
                "{'version':'lotus/1','title':{'subject':'x'},'fields':'a'} | fields must be a list",
                "{'version':'lotus/1','title':{'subject':'x'},'fields':[1]} | fields may hold texts",
            })
    void whatAScriptMayNotGiveIsNamed(String json, String message) {
        assertThatThrownBy(() -> of(json))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.failed().kind()).isEqualTo(Kind.SHAPE))
                .hasMessageContaining(message);
    }

    @Test
    void listsAndTextsHaveTheirLimits() {
        String one = "{'version':'v2','plain':'x'}";
        assertThat(((Outcome.Posted) of("[" + (one + ",").repeat(9) + one + "]")).messages())
                .hasSize(10);
        assertThatThrownBy(() -> of("[" + (one + ",").repeat(10) + one + "]")).hasMessageContaining("10 at most");
        assertThatThrownBy(() -> of("{'version':'v2','plain':'x','key':'" + "k".repeat(256) + "'}"))
                .hasMessageContaining("key is longer than 255 bytes");
        assertThatThrownBy(
                        () -> of("{'version':'lotus/1','title':{'subject':'x'},'lines':[" + "1,".repeat(100) + "1]}"))
                .hasMessageContaining("lines may hold 100 at most");
        assertThatThrownBy(
                        () -> of("{'version':'v2','plain':'x','webhookResponse':{'body':'" + "b".repeat(65537) + "'}}"))
                .hasMessageContaining("body is longer than 65536 bytes");
        assertThatThrownBy(() -> of("[".repeat(200) + "]".repeat(200))).hasMessageContaining("nests too deeply");
    }
}
