package org.lotusguild.lotus.webhooks.service;

import java.util.Map;
import java.util.Set;

/** All formatters. A new service is one more line here, and one more name in {@link Service}. */
public final class Services {
    private static final Formatter GENERIC = Generic::of;

    private static final Map<Service, Formatter> FORMATTERS = Map.ofEntries(
            Map.entry(Service.GRAFANA, Grafana::of),
            Map.entry(Service.PROXMOX, Proxmox::of),
            Map.entry(Service.UPTIME_KUMA, UptimeKuma::of),
            Map.entry(Service.SONARR, Sonarr::of),
            Map.entry(Service.RADARR, Radarr::of),
            Map.entry(Service.READARR, Readarr::of),
            Map.entry(Service.LIDARR, Lidarr::of),
            Map.entry(Service.ARR, Arr::any),
            Map.entry(Service.SEERR, Seerr::of),
            Map.entry(Service.OWNCAST, Owncast::of),
            Map.entry(Service.BAZARR, Bazarr::of),
            Map.entry(Service.TINKER_TICKETS, TinkerTickets::of),
            Map.entry(Service.MESSAGE, Generic::message),
            Map.entry(Service.GENERIC, GENERIC));

    private Services() {}

    /** The formatter of this service. */
    public static Formatter formatter(Service service) {
        return FORMATTERS.getOrDefault(service, GENERIC);
    }

    /** Those that have one of their own. */
    static Set<Service> known() {
        return FORMATTERS.keySet();
    }
}
