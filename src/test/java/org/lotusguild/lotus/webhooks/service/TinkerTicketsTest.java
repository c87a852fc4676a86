package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Level;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TinkerTicketsTest {
    private static final Context SHOWN = new Context("tickets", Sample.RECEIVED, Map.of(), false, true);

    private static final String FLAT = """
            {"event":"ticket.created","ticket_id":"1042","title":"[pve2][auto] Disk is full","priority":2,"category":"Hardware",
             "type":"Issue","status":"Open","url":"https://tickets.example.org/ticket/1042"}""";

    @Test
    void aFlatPayloadKnowsLess() {
        assertThat(Sample.body(of(FLAT).message())).isEqualTo("""
                🎫 #1042 Disk is full – opened (P2)
                Hardware · Issue
                Host: pve2
                https://tickets.example.org/ticket/1042""");
    }

    @Test
    void theStandingMessageKeepsWhatAFlatPayloadLacks() {
        Notice opened =
                new Sample("tinker-tickets", "ticket.created").rendered().message();
        Notice assigned = edited(new Sample("tinker-tickets", "ticket.assigned").payload(), opened);

        Notice now = edited(Json.parse("""
                {"event":"ticket.status_changed","ticket_id":1042,"title":"NAS fan controller replacement","priority":"1",
                 "category":"Hardware","type":"Maintenance","status":"In Progress"}"""), assigned);

        assertThat(Sample.body(now)).isEqualTo("""
                🔧 #1042 NAS fan controller replacement – In Progress (P1)
                Fan 2 reports 0 rpm since Sunday.
                Hardware · Maintenance
                Opened by: Dave · Assigned to: Erin
                https://tickets.example.org/ticket/1042""");
        assertThat(now.level()).isEqualTo(Level.ERROR);
        assertThat(now.correlation().orElseThrow().key()).isEqualTo("ticket:1042");

        Notice bare = edited(Json.parse("{\"event\":\"ticket.updated\",\"ticket_id\":1042}"), now);
        assertThat(Sample.body(bare)).as("nothing is lost").isEqualTo(Sample.body(now));
    }

    @Test
    void theStandingMessageOfAnUrgentTicketStaysUrgentWhileItIsOpen() {
        Notice opened =
                new Sample("tinker-tickets", "ticket.created_P1").rendered().message();
        ObjectNode changed = (ObjectNode) new Sample("tinker-tickets", "ticket.created_P1").payload();
        changed.put("event", "ticket.updated");

        assertThat(edited(changed, opened).title()).isEqualTo("🚨 #1043 Site down: matrix.example.org – Open (P1)");
    }

    @Test
    void severalChangesAreALineEachBelowTheOneThatCounts() {
        Notice notice = of("""
                {"event":"ticket.updated","actor":{"username":"erin"},
                 "ticket":{"ticket_id":7,"title":"Fan","priority":"P1","status":"Open","visibility":"public"},
                 "changes":{"category":{"from":"Software","to":"Hardware"},"priority":{"from":"P3","to":"P1"},
                            "description":{"from":"a","to":"b"},"assigned_to":{"from":null,"to":{"display_name":"Erin"}}}}""").message();

        assertThat(Sample.body(notice)).isEqualTo("""
                🔧 #7 Fan – P3 → P1 by erin
                Category: Software → Hardware
                Description changed
                Assigned to: Erin""");
        assertThat(notice.level()).isEqualTo(Level.ERROR);
    }

    @Test
    void aFlatChangeTellsHowThingsAreNow() {
        assertThat(of(FLAT.replace("created", "status_changed").replace("\"Open\"", "\"Waiting\""))
                        .message()
                        .title())
                .isEqualTo("🔧 #1042 Disk is full – now Waiting");
        assertThat(of(FLAT.replace("created", "priority_changed")).message().title())
                .isEqualTo("🔧 #1042 Disk is full – now P2");
        assertThat(of(FLAT.replace("created", "assigned")).message().title())
                .isEqualTo("👤 #1042 Disk is full – assigned to nobody");
    }

    @Test
    void aPrivateTicketShowsItsNumberAndStatusOnly() {
        for (String name :
                new String[] {"created", "assigned", "commented", "closed", "status_changed", "reopened", "merged"}) {
            ObjectNode payload = (ObjectNode) new Sample("tinker-tickets", "ticket.commented").payload();
            payload.put("event", "ticket." + name).put("resolution", "secret");
            payload.withObject("ticket").put("visibility", "staff");
            Root root = new Root(
                    Sample.RECEIVED,
                    1,
                    0,
                    TinkerTickets.of(payload, Optional.empty(), Sample.CONTEXT).message());
            Rendered rendered = TinkerTickets.of(payload, Optional.of(root), Sample.CONTEXT);

            assertThat(Sample.body(rendered.message()))
                    .endsWith(" #1042 – Open")
                    .doesNotContain("\n");
            rendered.editedRoot()
                    .ifPresent(edited -> assertThat(Sample.body(edited)).doesNotContain("fan", "Fan"));
            assertThat(TinkerTickets.of(payload, Optional.empty(), SHOWN)
                            .message()
                            .subject())
                    .as("unless the hook shows them")
                    .isNotEqualTo("#1042");
        }
    }

    @Test
    void aCommentStaysInTheThread() {
        assertThat(new Sample("tinker-tickets", "ticket.commented")
                        .rendered()
                        .message()
                        .correlation()
                        .orElseThrow()
                        .transition())
                .isEqualTo(Transition.THREAD);
    }

    @Test
    void aTitleThatIsNothingButTagsStays() {
        assertThat(of("{\"event\":\"ticket.created\",\"ticket_id\":1,\"title\":\"[a][b]\"}")
                        .message()
                        .subject())
                .isEqualTo("#1 [a][b]");
    }

    private static Notice edited(JsonNode payload, Notice shown) {
        return TinkerTickets.of(payload, Optional.of(new Root(Sample.RECEIVED, 1, 0, shown)), Sample.CONTEXT)
                .editedRoot()
                .orElseThrow();
    }

    private static Rendered of(String payload) {
        return TinkerTickets.of(Json.parse(payload), Optional.empty(), Sample.CONTEXT);
    }
}
