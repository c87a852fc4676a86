package org.lotusguild.lotus.webhooks.desk;

import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.webhooks.service.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each service sends when somebody presses its test button, as short as it may be. */
public final class Samples {
    private Samples() {}

    /** @param hook its name, where the service has no test of its own */
    public static JsonNode of(Service service, String hook) {
        return switch (service) {
            case GRAFANA -> grafana();
            case PROXMOX -> proxmox();
            case SONARR -> arr("series", "instanceName", "Sonarr");
            case RADARR -> arr("movie", "instanceName", "Radarr");
            case READARR -> arr("author", "instanceName", "Readarr");
            case LIDARR -> arr("artist", "instanceName", "Lidarr");
            case ARR -> Json.object().put("eventType", "Test");
            case UPTIME_KUMA -> kuma();
            case SEERR ->
                Json.object()
                        .put("notification_type", "TEST_NOTIFICATION")
                        .put("subject", "Test")
                        .put("message", "");
            case BAZARR ->
                Json.object()
                        .put("title", "Bazarr test notification")
                        .put("message", "Test notification")
                        .put("type", "info");
            case TINKER_TICKETS -> Json.object().put("event", "ping").put("delivery_id", "test");
            case OWNCAST, MESSAGE, GENERIC ->
                Json.object().put("text", "🧪 Test of the hook " + hook + " – the hook works");
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
