package org.lotusguild.lotus.webhooks.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.service.Detected.How;
import tools.jackson.databind.JsonNode;

class DetectTest {
    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    private static Detected detected(String text) {
        return Detect.of(json(text), Optional.empty(), "");
    }

    private static Detected configured(Service service, String text) {
        return Detect.of(json(text), Optional.of(service), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'alerts':[],'groupKey':'x','version':'4'}; GRAFANA",
                "{'alerts':[],'groupLabels':{}}; GRAFANA",
                "{'eventType':'X','series':{}}; SONARR",
                "{'eventType':'X','renamedEpisodeFiles':[]}; SONARR",
                "{'eventType':'X','remoteMovie':{}}; RADARR",
                "{'eventType':'X','author':{}}; READARR",
                "{'eventType':'X','trackFiles':[]}; LIDARR",
                "{'eventType':'DownloadFailure'}; LIDARR",
                "{'eventType':'ImportFailure'}; LIDARR",
                "{'eventType':'Health','wikiUrl':'https://wiki.servarr.com/readarr/system#x'}; READARR",
                "{'eventType':'ApplicationUpdate','message':'Radarr updated from 1 to 2'}; RADARR",
                "{'eventType':'Test','instanceName':'Sonarr (4K)'}; SONARR",
                "{'eventType':'HealthRestored','message':'all fine'}; ARR",
                "{'heartbeat':null,'monitor':null,'msg':'x'}; UPTIME_KUMA",
                "{'any':{'where':['[a] [b] [✅ Up] c']}}; UPTIME_KUMA",
                "'[a] [🔴 Down] c'; UPTIME_KUMA",
                "{'notification_type':'X','subject':'y'}; SEERR",
                "{'type':'CHAT','eventData':{}}; OWNCAST",
                "{'title':'x','message':'y','severity':'info'}; PROXMOX",
                "{'title':'vzdump backup status (a.b): x','message':'y','priority':1}; PROXMOX",
                "{'title':'Garbage Collect Datastore x successful','message':'y','priority':1}; PROXMOX",
                "{'title':'Disk full','message':'y','priority':8}; GENERIC",
                "{'title':'Bazarr notification','message':'x','type':'info'}; BAZARR",
                "{'title':'Host','message':'A : English subtitles downloaded from b.','type':'info'}; BAZARR",
                "{'title':'Host','message':'x','type':'warning'}; GENERIC",
                "{'event':'ticket.anything'}; TINKER_TICKETS",
                "{'event':'ping','delivery_id':'1'}; TINKER_TICKETS",
                "{'event':'ping'}; GENERIC",
                "{'text':'hello'}; MESSAGE",
                "{'html':'<b>hello</b>'}; MESSAGE",
                "'hello'; MESSAGE",
                "{'content':'VMID Name Status Time Size'}; PROXMOX",
                "{'text':{'a':1}}; GENERIC",
                "[1]; GENERIC",
                "{}; GENERIC",
                "null; GENERIC",
            })
    void knowsAPayloadByWhatItHolds(String payload, Service service) {
        assertThat(detected(payload).service()).isEqualTo(service);
    }

    @Test
    void tellsWhoItIsByTheUserAgentAtLast() {
        JsonNode test = json("{'eventType':'Test'}");

        assertThat(Detect.of(test, Optional.empty(), "Lidarr/3.0").service()).isEqualTo(Service.LIDARR);
        assertThat(Detect.of(test, Optional.empty(), "Sonarrish/3.0").service()).isEqualTo(Service.ARR);
    }

    @Test
    void saysHowItWasFound() {
        assertThat(detected("{'alerts':[],'groupKey':'x'}").how()).isEqualTo(How.KEYS);
        assertThat(detected("{'title':'x','message':'y','priority':1}").how()).isEqualTo(How.KEYS);
        assertThat(detected("{'a':1}").how()).isEqualTo(How.CARD);
    }

    @Test
    void believesTheHookWhereThePayloadSaysNothing() {
        assertThat(configured(Service.PROXMOX, "{'title':'Some mail','message':'y','priority':3}"))
                .isEqualTo(new Detected(Service.PROXMOX, How.CONFIGURED));
        assertThat(configured(Service.SONARR, "{'eventType':'Test'}"))
                .isEqualTo(new Detected(Service.SONARR, How.CONFIGURED));
        assertThat(configured(Service.GENERIC, "{'a':1}")).isEqualTo(new Detected(Service.GENERIC, How.CONFIGURED));
    }

    @Test
    void believesThePayloadWhereItClearlyComesFromSomebodyElse() {
        assertThat(configured(Service.SONARR, "{'alerts':[],'groupKey':'x'}"))
                .isEqualTo(new Detected(Service.GRAFANA, How.MISMATCH));
        assertThat(configured(Service.OWNCAST, "{'a':1}")).isEqualTo(new Detected(Service.GENERIC, How.MISMATCH));
    }

    @Test
    void knowsAServiceByItsKey() {
        assertThat(Service.of("uptime-kuma")).contains(Service.UPTIME_KUMA);
        assertThat(Service.of("auto")).isEmpty();
    }
}
