package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;

/** The same posts to Lotus and to what matrix-hookshot is made of: the same answers and the same messages. */
@ExtendWith(SharedBed.class)
final class LikeHookshotIT {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param type of the body; empty for a GET, whose body is the query
     * @param differs what Lotus does otherwise on purpose: {@code formatted_body} of a dump, which is sanitised; {@code body} of bare HTML
     */
    private record Case(String hook, String method, String type, String body, String differs) {}

    private static final List<Case> CASES = List.of(
            json(TrialHooks.PLAIN, "{'text': 'Hello **world** <b>x</b> ~~gone~~ https://example.org'}"),
            json(TrialHooks.PLAIN, "{'text': '| a | b |\\n|---|---|\\n| 1 | `2` |\\n\\n1. one\\n2. two\\n\\n> said'}"),
            json(TrialHooks.PLAIN, "{'text': 'plain', 'html': '<b>bold</b> and <i>more</i>'}"),
            json(TrialHooks.PLAIN, "{'text': 'a _word_', 'username': 'Jo'}"),
            json(TrialHooks.PLAIN, "{'text': 'p', 'html': '<u>h</u>', 'username': 'Jo', 'version': 'v2'}"),
            json(TrialHooks.PLAIN, "{'username': 'Apprise', 'text': 'Disk full\\r\\n93 % on /srv', 'html': '<h1>Disk full</h1><br/>93 % on <b>/srv</b>'}"),
            new Case(TrialHooks.PLAIN, "POST", JSON, "{\"html\": \"<p>alone</p>\"}", "body"),
            new Case(TrialHooks.PLAIN, "PUT", JSON, "{\"text\": \"put\"}", ""),
            new Case(TrialHooks.PLAIN, "POST", FORM, "text=a+%2Aform%2A&other=1", ""),
            new Case(TrialHooks.PLAIN, "GET", "", "text=a%20query&n=1", ""),
            new Case(TrialHooks.PLAIN, "GET", "", "a=1&b=2&b=3", "formatted_body"),
            new Case(TrialHooks.PLAIN, "POST", FORM, "a=1&b=2&b=3&c=", "formatted_body"),
            new Case(TrialHooks.PLAIN, "POST", JSON, "{\"a\": [1, 1.5, {\"b\": null}], \"c\": \"ä<\", \"d\": {}}", "formatted_body"),
            new Case(
                    TrialHooks.PLAIN,
                    "POST",
                    "application/xml",
                    "<alert level=\"2\"><name>disk</name><name>cpu</name><empty/><at zone=\"UTC\">noon &amp; <![CDATA[<later>]]></at></alert>",
                    "formatted_body"),
            new Case(TrialHooks.PLAIN, "POST", "text/xml", "<a>  <b> x </b> tail </a>", "formatted_body"),
            json(TrialHooks.V1, "{'counter': 5}"),
            json(TrialHooks.UNSET, "{'counter': 5}"),
            json(TrialHooks.V2, "{'word': 'short'}"),
            json(TrialHooks.V2, "{'word': 'x', 'html': '<em>x</em>', 'type': 'm.text'}"),
            new Case(TrialHooks.V2, "POST", FORM, "word=form", ""));

    private static Case json(String hook, String body) {
        return new Case(hook, "POST", JSON, body.replace('\'', '"'), "");
    }

    @Test
    void theSamePostsBecomeTheSameMessagesAndAnswers(Trial trial) throws Exception {
        Person admin = trial.client("admin");
        String room = trial.status().room("spam");
        admin.join(room);
        try (LikeHookshot hookshot = new LikeHookshot(TrialHooks.SCRIPTS)) {
            for (Case one : CASES) {
                HttpResponse<String> theirs = send(hookshot.address(one.hook()), one);
                HttpResponse<String> ours = send(trial.lotus().home().hookAddress(one.hook()), one);
                assertThat(ours.statusCode() + " " + ours.body()).as(one.toString()).isEqualTo(theirs.statusCode() + " " + theirs.body());
                JsonNode wanted = hookshot.content();
                JsonNode there = newest(admin, room);
                for (String key : List.of("msgtype", "body", "formatted_body", "m.mentions")) {
                    if (!one.differs().equals(key)) {
                        assertThat(there.path(key)).as(key + " of " + one).isEqualTo(wanted.path(key));
                    }
                }
            }
            Case stranger = json("nobodys", "{}");
            HttpResponse<String> theirs = send(hookshot.address("nobodys"), stranger);
            HttpResponse<String> ours = send(trial.lotus().home().hookAddress("nobodys"), stranger);
            assertThat(ours.statusCode() + ours.body()).isEqualTo(theirs.statusCode() + theirs.body());
        }
    }

    /** A bare text has no "Received webhook data" in front here. */
    @Test
    void aBareTextIsPostedWithoutHookshotsWordsInFront(Trial trial) throws Exception {
        Person admin = trial.client("admin");
        String room = trial.status().room("spam");
        admin.join(room);
        try (LikeHookshot hookshot = new LikeHookshot(Map.of(TrialHooks.PLAIN, ""))) {
            Case text = new Case(TrialHooks.PLAIN, "POST", "text/plain", "two words", "");
            send(hookshot.address(text.hook()), text);
            send(trial.lotus().home().hookAddress(text.hook()), text);
            assertThat("Received webhook data: " + newest(admin, room).path("body").asString())
                    .isEqualTo(hookshot.content().path("body").asString());
        }
    }

    private HttpResponse<String> send(URI hook, Case one) throws IOException, InterruptedException {
        boolean get = one.method().equals("GET");
        HttpRequest.Builder request = HttpRequest.newBuilder(get ? URI.create(hook + "?" + one.body()) : hook)
                .method(one.method(), get ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(one.body()));
        Optional.of(one.type()).filter(type -> !type.isEmpty()).ifPresent(type -> request.header("Content-Type", type));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode newest(Person reader, String room) {
        return reader.api("GET", "/_matrix/client/v3/rooms/" + room + "/messages?dir=b&limit=20")
                .path("body")
                .path("chunk")
                .valueStream()
                .filter(event -> event.path("type").asString("").equals("m.room.message"))
                .map(event -> event.path("content"))
                .findFirst()
                .orElseGet(Json::object);
    }
}
