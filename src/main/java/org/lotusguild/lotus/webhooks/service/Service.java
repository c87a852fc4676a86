package org.lotusguild.lotus.webhooks.service;

import java.util.Arrays;
import java.util.Optional;

/** Who sends. */
public enum Service {
    GRAFANA("grafana", "Grafana"),
    PROXMOX("proxmox", "Proxmox"),
    SONARR("sonarr", "Sonarr"),
    RADARR("radarr", "Radarr"),
    READARR("readarr", "Readarr"),
    LIDARR("lidarr", "Lidarr"),
    /** One of the four, and nobody can say which. */
    ARR("arr", "Servarr"),
    UPTIME_KUMA("uptime-kuma", "Uptime Kuma"),
    SEERR("seerr", "Seerr"),
    OWNCAST("owncast", "Owncast"),
    BAZARR("bazarr", "Bazarr"),
    TINKER_TICKETS("tinker-tickets", "Tinker-Tickets"),
    /** Somebody who wrote text or HTML for us, or a bare string. */
    MESSAGE("message", "Webhook"),
    /** Everybody else. */
    GENERIC("generic", "Webhook");

    private final String key;
    private final String title;

    Service(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** As in {@code service:} of a hook and before the dot of an event's name. */
    public String key() {
        return key;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** The one of this name; absent for {@code auto} and for names that nobody has. */
    public static Optional<Service> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }
}
