package org.lotusguild.lotus.webhooks.desk;

import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.service.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each service sends when somebody presses its test button, as short as it may be. */
public final class Samples {
    private Samples() {}

    /** @param hook its name, where the service has no test of its own */
    public static JsonNode of(Service service, String hook) {
        return test(service).orElseGet(() -> text(hook));
    }

    static JsonNode text(String hook) {
        return Json.object().put("text", "🧪 Test of the hook " + hook + " – the hook works");
    }

    /** Empty where there is no such button. */
    static Optional<JsonNode> test(Service service) {
        return switch (service) {
            case GRAFANA -> Optional.of(grafana());
            case PROXMOX -> Optional.of(proxmox());
            case SONARR -> Optional.of(arr("series", "instanceName", "Sonarr"));
            case RADARR -> Optional.of(arr("movie", "instanceName", "Radarr"));
            case READARR -> Optional.of(arr("author", "instanceName", "Readarr"));
            case LIDARR -> Optional.of(arr("artist", "instanceName", "Lidarr"));
            case ARR -> Optional.of(Json.object().put("eventType", "Test"));
            case UPTIME_KUMA -> Optional.of(kuma());
            case SEERR ->
                Optional.of(Json.object()
                        .put("notification_type", "TEST_NOTIFICATION")
                        .put("subject", "Test")
                        .put("message", ""));
            case BAZARR ->
                Optional.of(Json.object()
                        .put("title", "Bazarr test notification")
                        .put("message", "Test notification")
                        .put("type", "info"));
            case TINKER_TICKETS ->
                Optional.of(Json.object().put("event", "ping").put("delivery_id", "test"));
            case OWNCAST, MESSAGE, GENERIC -> Optional.empty();
        };
    }

    private static ObjectNode grafana() {
        ObjectNode payload = Json.object();
        ObjectNode alert = payload.putArray("alerts").addObject();
        alert.put("status", "firing");
        alert.putObject("labels").put("alertname", "TestAlert");
        alert.putObject("annotations");
        payload.putObject("groupLabels").put("alertname", "TestAlert");
        payload.put("status", "firing");
        return payload;
    }

    private static ObjectNode proxmox() {
        ObjectNode payload = Json.object();
        payload.put("title", "Test notification")
                .put("message", "This is a test of the notification target.")
                .put("severity", "info");
        payload.putObject("fields");
        return payload;
    }

    private static ObjectNode arr(String thing, String name, String value) {
        ObjectNode payload = Json.object();
        payload.put("eventType", "Test").put(name, value);
        payload.putObject(thing);
        return payload;
    }

    private static ObjectNode kuma() {
        ObjectNode payload = Json.object();
        payload.putNull("heartbeat").putNull("monitor").put("msg", "Notification Testing");
        return payload;
    }
}
