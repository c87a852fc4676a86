package org.lotusguild.lotus.webhooks.service;

/** All formatters. A new service is one more line here, and one more name in {@link Service}. */
public final class Services {
    private Services() {}

    /** The formatter of this service. */
    public static Formatter formatter(Service service) {
        return switch (service) {
            case GRAFANA -> Grafana::of;
            case PROXMOX -> Proxmox::of;
            case SONARR -> Sonarr::of;
            case RADARR -> Radarr::of;
            case READARR -> Readarr::of;
            case LIDARR -> Lidarr::of;
            case ARR -> Arr::any;
            case UPTIME_KUMA -> UptimeKuma::of;
            case SEERR -> Seerr::of;
            case OWNCAST -> Owncast::of;
            case BAZARR -> Bazarr::of;
            case TINKER_TICKETS -> TinkerTickets::of;
            case MESSAGE -> Generic::message;
            case GENERIC -> Generic::of;
        };
    }
}
