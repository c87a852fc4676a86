package org.lotusguild.lotus.stack.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.ByteSize;

/**
 * What files cannot tell and people did, in the file given with {@code --facts}. All of it may be missing.
 *
 * @param file as it is shown; empty if none was given
 * @param where patterns of files ({@code synapse/**}) and the host that they belong to, the first that fits counts
 * @param copy whether the targets are a copy: modes, owners and named paths then prove nothing
 */
public record Told(
        String file,
        List<Host> hosts,
        Map<Program, Version> versions,
        List<Bind> binds,
        List<Forward> forwards,
        Optional<Boolean> calls,
        Optional<Federation> federation,
        Optional<Boolean> behindNat,
        Optional<Backups> backups,
        Optional<Migration> migration,
        Set<Choice> chosen,
        Map<String, String> where,
        boolean copy) {

    /** Who may speak to the server. */
    public enum Federation {
        OPEN,
        LIST,
        CLOSED
    }

    /** What a host is. */
    public enum HostKind {
        METAL,
        VM,
        LXC_UNPRIVILEGED,
        LXC_PRIVILEGED,
        CONTAINER
    }

    /** What runs on a host. */
    public enum Role {
        SYNAPSE,
        POSTGRES,
        REDIS,
        PROXY,
        TURN,
        SFU,
        SSO,
        WEB,
        MONITORING,
        LOTUS,
        HOOKSHOT,
        SYGNAL
    }

    /** A thing that looks like a mistake and was chosen with open eyes. */
    public enum Choice {
        LOCAL_MEDIA_LIFETIME,
        PASSWORD_LOGIN
    }

    /** A machine or container. */
    public record Host(
            String name,
            int line,
            Optional<String> address,
            Optional<String> publicAddress,
            Optional<HostKind> kind,
            Optional<ByteSize> memory,
            Optional<Integer> cpus,
            Set<Role> roles) {
        public Host {
            roles = Set.copyOf(roles);
        }
    }

    /** The version of a program, with the line that says so. */
    public record Version(int line, Release release) {}

    /** Something that listens. */
    public record Bind(int line, String host, int port, String address, String service, Optional<Boolean> tls) {}

    /** A port that the router passes on. */
    public record Forward(int line, String to, PortRange ports, Set<String> protocols) {
        public Forward {
            protocols = Set.copyOf(protocols);
        }
    }

    /**
     * Where copies lie and how old they are.
     *
     * @param newest when the newest dump of the database was made
     * @param size of the newest dump
     * @param median of the dumps before
     * @param verified when a restore was last proven
     * @param holds what is in the set
     * @param without tables that were left out of the dump
     */
    public record Backups(
            int line,
            String where,
            Optional<Instant> newest,
            Optional<ByteSize> size,
            Optional<ByteSize> median,
            Optional<Instant> verified,
            Set<Part> holds,
            Set<String> without) {
        /** A part of a set. */
        public enum Part {
            DATABASE,
            MEDIA,
            SIGNING_KEY,
            CONFIGURATION,
            SECRETS
        }

        public Backups {
            holds = Set.copyOf(holds);
            without = Set.copyOf(without);
        }
    }

    /** The days in which members of the old accounts may take them over by single sign-on; both included. */
    public record Migration(int line, LocalDate from, LocalDate until) {}

    public Told {
        hosts = List.copyOf(hosts);
        versions = Map.copyOf(versions);
        binds = List.copyOf(binds);
        forwards = List.copyOf(forwards);
        chosen = Set.copyOf(chosen);
    }

    /** For an audit without {@code --facts}. */
    public static Told nothing() {
        return new Told(
                "",
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Map.of(),
                false);
    }

    /** The same, with what is known of the backups. */
    public Told with(Backups known) {
        return new Told(
                file,
                hosts,
                versions,
                binds,
                forwards,
                calls,
                federation,
                behindNat,
                Optional.of(known),
                migration,
                chosen,
                where,
                copy);
    }

    public boolean given() {
        return !file.isEmpty();
    }

    public Optional<Host> host(String name) {
        return hosts.stream().filter(host -> host.name().equals(name)).findFirst();
    }

    public Optional<Host> with(Role role) {
        return hosts.stream().filter(host -> host.roles().contains(role)).findFirst();
    }

    /** A place in the file. */
    public Where at(int line, String what) {
        return new Where(file, line, what);
    }
}
