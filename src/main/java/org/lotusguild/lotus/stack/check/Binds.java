package org.lotusguild.lotus.stack.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.address.AddressSet;
import org.lotusguild.lotus.stack.address.Cidr;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** What listens where, of the programs behind the proxy, by their files and by what was told. */
final class Binds {
    private static final int LIVEKIT = 7880;
    private static final int LIVEKIT_TCP = 7881;
    private static final int AUTHORIZATION = 8080;
    private static final Pattern JWT_BIND = Pattern.compile("\"?LIVEKIT_JWT_(?:BIND|PORT)=\"?([^\"\\s]*)\"?");
    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[?([^]\\[]*)]?:)?(\\d{1,5})");

    private static final AddressSet INNER = AddressSet.of(Stream.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "::1",
                    "fc00::/7",
                    "fe80::/10")
            .flatMap(text -> Cidr.read(text).stream())
            .toList());

    private Binds() {}

    /**
     * One of them.
     *
     * @param host its name, empty if it was not told
     * @param addresses empty if the program takes all
     * @param change the same bind on this address, if one line says it
     */
    record Bind(String host, int port, List<String> addresses, String service, Where where, String saw, Change change) {
        Bind {
            addresses = List.copyOf(addresses);
        }

        /** Whether strangers reach it unless a firewall stands before it. */
        boolean open() {
            return addresses.isEmpty() || addresses.stream().anyMatch(Binds::outside);
        }
    }

    /** How to write another address. */
    @FunctionalInterface
    interface Change {
        Optional<Edit> to(String address);
    }

    static boolean outside(String address) {
        return !address.equals("localhost")
                && !Address.read(address.replaceAll("[\\[\\]]", ""))
                        .map(INNER::contains)
                        .orElse(false);
    }

    /** Backends of the guild that nobody outside is meant to reach. */
    static List<Bind> backends(Facts facts) {
        List<Bind> written = Stream.of(liveKit(facts), authorization(facts), hookshot(facts), replication(facts))
                .flatMap(binds -> binds)
                .toList();
        List<Bind> all = new ArrayList<>(written);
        facts.told().binds().stream()
                .filter(Binds::isBackend)
                .filter(told -> written.stream().noneMatch(bind -> same(bind, told)))
                .map(told -> new Bind(
                        told.host(),
                        told.port(),
                        List.of(told.address()),
                        told.service(),
                        facts.told().at(told.line(), "binds." + told.host()),
                        told.address() + ":" + told.port() + " (" + told.service() + ")",
                        address -> Optional.empty()))
                .forEach(all::add);
        return all;
    }

    /** Ports of whoever lets people into calls: Lotus, or lk-jwt-service. */
    static Set<Integer> authorizationPorts(Facts facts) {
        Stream<Integer> told = facts.told().binds().stream()
                .filter(bind -> bind.service().equals("lotus") || bind.service().contains("jwt"))
                .map(Told.Bind::port);
        Stream<Integer> written = facts.ini(Kind.UNIT).stream()
                .flatMap(unit -> unit.all("Service", "Environment").flatMap(entry -> authorization(facts, unit, entry)))
                .map(Bind::port);
        return Stream.concat(told, written).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isBackend(Told.Bind bind) {
        // LiveKit's second port carries media over TCP: clients reach it.
        return bind.port() != LIVEKIT_TCP && isNamed(bind);
    }

    private static boolean isNamed(Told.Bind bind) {
        return Set.of(LIVEKIT, 8070, 9003, 6379, 9093).contains(bind.port())
                || Stream.of("livekit", "jwt", "hookshot", "redis", "replication")
                        .anyMatch(bind.service()::contains);
    }

    private static boolean same(Bind bind, Told.Bind told) {
        return bind.port() == told.port()
                && (bind.host().isEmpty() || bind.host().equals(told.host()));
    }

    private static String host(Facts facts, Document document) {
        return facts.hostOf(document).map(Told.Host::name).orElse("");
    }

    private static Stream<Bind> liveKit(Facts facts) {
        return facts.yaml(Kind.LIVEKIT).stream().map(file -> {
            int port = file.root().scalar("port").flatMap(Binds::whole).orElse(LIVEKIT);
            List<String> addresses = texts(file.items("bind_addresses"));
            Where where = file.node("bind_addresses")
                    .or(() -> file.node("port"))
                    .map(file::at)
                    .orElseGet(() -> file.missing("bind_addresses"));
            return new Bind(
                    host(facts, file),
                    port,
                    addresses,
                    "livekit",
                    where,
                    shown(addresses, port),
                    address -> Optional.empty());
        });
    }

    private static Stream<Bind> authorization(Facts facts) {
        return facts.ini(Kind.UNIT).stream()
                .flatMap(
                        unit -> unit.all("Service", "Environment").flatMap(entry -> authorization(facts, unit, entry)));
    }

    private static Stream<Bind> authorization(Facts facts, IniFile unit, IniFile.Entry entry) {
        Matcher variable = JWT_BIND.matcher(entry.value());
        if (!variable.find()) {
            return Stream.of();
        }
        Matcher parts = HOST_PORT.matcher(variable.group(1));
        int port = parts.matches() ? Integer.parseInt(parts.group(2)) : AUTHORIZATION;
        String address = parts.matches() ? Optional.ofNullable(parts.group(1)).orElse("") : "";
        String text = variable.group(1);
        return Stream.of(new Bind(
                host(facts, unit),
                port,
                address.isEmpty() ? List.of() : List.of(address),
                "lk-jwt-service",
                unit.at(entry),
                text,
                to -> text.startsWith(":")
                        ? Edits.swap(unit, entry.line(), "LIVEKIT_JWT_BIND", text, to + text)
                        : Optional.empty()));
    }

    private static Stream<Bind> hookshot(Facts facts) {
        return facts.yaml(Kind.HOOKSHOT).stream()
                .flatMap(file -> file.items("listeners").stream().map(listener -> hookshot(facts, file, listener)));
    }

    /** Loopback is what hookshot takes when no address is written. */
    private static Bind hookshot(Facts facts, YamlFile file, YamlNode listener) {
        Optional<YamlScalar> address = listener.scalar("bindAddress");
        int port = listener.scalar("port").flatMap(Binds::whole).orElse(0);
        String text = address.map(YamlScalar::text).orElse("127.0.0.1");
        return new Bind(
                host(facts, file),
                port,
                List.of(text),
                "hookshot",
                address.map(file::at).orElseGet(() -> file.at(listener)),
                text + ":" + port,
                to -> address.flatMap(written -> Edits.swap(file, written.line(), "bindAddress", text, to)));
    }

    private static Stream<Bind> replication(Facts facts) {
        return facts.synapse().stream()
                .flatMap(synapse -> synapse.written("listeners"))
                .flatMap(written -> written.value().items().stream()
                        .filter(Binds::replicates)
                        .map(listener -> listener(facts, written.file(), listener)));
    }

    private static boolean replicates(YamlNode listener) {
        return listener.items("resources").stream()
                .flatMap(resource -> resource.items("names").stream())
                .anyMatch(name -> name.text().filter("replication"::equals).isPresent());
    }

    /** Without an address Synapse takes all. */
    private static Bind listener(Facts facts, YamlFile file, YamlNode listener) {
        List<String> addresses = new ArrayList<>(texts(listener.items("bind_addresses")));
        listener.text("bind_address").ifPresent(addresses::add);
        int port = listener.scalar("port").flatMap(Binds::whole).orElse(0);
        Where where = listener.at("bind_addresses")
                .or(() -> listener.at("bind_address"))
                .map(file::at)
                .orElseGet(() -> file.at(listener));
        return new Bind(
                host(facts, file),
                port,
                addresses,
                "replication of Synapse",
                where,
                shown(addresses, port),
                to -> Optional.empty());
    }

    private static List<String> texts(List<YamlNode> items) {
        return items.stream().flatMap(item -> item.text().stream()).toList();
    }

    private static String shown(List<String> addresses, int port) {
        return (addresses.isEmpty() ? "all addresses" : String.join(", ", addresses)) + ", port " + port;
    }

    private static Optional<Integer> whole(YamlScalar scalar) {
        OptionalLong number = scalar.whole();
        return number.isPresent() ? Optional.of((int) number.getAsLong()) : Optional.empty();
    }
}
