package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.notice.Notice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event that a service learns tomorrow: recognised by whose it is, short, and without what nobody may read. */
class UnknownEventTest {
    private static final String LEAKS =
            "\"apiKey\":\"hunter2\",\"who\":\"jo@mail.example.org\",\"session\":{\"id\":\"hunter3\"},"
                    + "\"jwt\":\"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghij\",\"path\":\"/srv/media/x\","
                    + "\"deep\":{\"a\":{\"b\":[{\"c\":1}]}},\"list\":[1,2,3],\"none\":null,\"count\":3,\"what\":\"new\"";

    /** What each service sends around its event, with something else in the event's place. */
    private static final Map<Service, String> NEWS = Map.ofEntries(
            Map.entry(Service.GRAFANA, "{'alerts':[],'groupKey':'k','groupLabels':{},LEAKS}"),
            Map.entry(
                    Service.PROXMOX,
                    "{'title':'Something new','message':'it happened\\n','severity':'notice','fields':{'type':'brand-new','hostname':'pve1'},LEAKS}"),
            Map.entry(Service.SONARR, "{'eventType':'BrandNew','series':{'title':'S','path':'/srv/s'},LEAKS}"),
            Map.entry(Service.RADARR, "{'eventType':'BrandNew','movie':{'title':'M'},LEAKS}"),
            Map.entry(Service.READARR, "{'eventType':'BrandNew','author':{'name':'A'},LEAKS}"),
            Map.entry(Service.LIDARR, "{'eventType':'BrandNew','artist':{'name':'A'},LEAKS}"),
            Map.entry(
                    Service.UPTIME_KUMA,
                    "{'heartbeat':{'status':9,LEAKS},'monitor':{'name':'Web'},'msg':'[Web] [new] x',LEAKS}"),
            Map.entry(Service.SEERR, "{'notification_type':'BRAND_NEW','subject':'A film',LEAKS}"),
            Map.entry(Service.OWNCAST, "{'type':'BRAND_NEW','eventData':{LEAKS},LEAKS}"),
            Map.entry(
                    Service.BAZARR,
                    "{'title':'Bazarr notification','message':'Something new, ask jo@mail.example.org','type':'info',LEAKS}"),
            Map.entry(
                    Service.TINKER_TICKETS,
                    "{'event':'ticket.brand_new','ticket':{'ticket_id':7,'title':'Fan','visibility':'public',LEAKS},LEAKS}"));

    static Stream<Service> services() {
        return NEWS.keySet().stream();
    }

    private static JsonNode payload(Service service) {
        return Json.parse(NEWS.getOrDefault(service, "").replace('\'', '"').replace("LEAKS", LEAKS));
    }

    @Test
    void thereIsOneOfEachServiceThatHasAFormatter() {
        Set<Service> own = EnumSet.complementOf(EnumSet.of(Service.ARR, Service.MESSAGE, Service.GENERIC));
        assertThat(NEWS.keySet()).isEqualTo(own).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("services")
    void isAShortHonestCard(Service service) {
        assertThat(Detect.of(payload(service), Optional.empty(), "").service()).isEqualTo(service);
        Notice notice = Sample.rendered(payload(service), Optional.empty()).message();
        String body = Sample.body(notice);
        String shown = body + Sample.html(notice);

        assertThat(notice.event()).startsWith(service.key() + ".");
        assertThat(body.lines().count()).isBetween(1L, 9L);
        assertThat(shown)
                .doesNotContain("hunter", "mail.example.org", "eyJ", "{\"", "null", "Exception", "[1,2,3]", "[]");
    }

    /** Nothing is made up: what a card tells stands in the payload. */
    @ParameterizedTest
    @MethodSource("services")
    void tellsWhatWasSent(Service service) {
        ObjectNode payload = (ObjectNode) payload(service);
        Notice notice = Sample.rendered(payload, Optional.empty()).message();
        Set<String> facts = notice.lines().stream()
                .filter(line -> line.contains(": "))
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .collect(Collectors.toSet());
        assertThat(facts).allSatisfy(fact -> assertThat(Json.text(payload)).contains(fact));
    }
}
