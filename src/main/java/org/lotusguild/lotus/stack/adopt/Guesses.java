package org.lotusguild.lotus.stack.adopt;

import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.ByteSize;
import org.lotusguild.lotus.stack.address.Address;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Setting;

/** What files say about hosts by the way. */
final class Guesses {
    private static final long GIB = 1L << 30;
    private static final int USUAL_GIB = 4;

    /** PostgreSQL is given a quarter of the memory, as everybody advises. */
    private static final int SHARE = 4;

    private Guesses() {}

    /** An address that Synapse, coturn or nginx name for it. */
    static Optional<String> synapse(Installation it) {
        Stream<String> bound = it.synapse()
                .written("listeners")
                .flatMap(one -> one.value().items().stream())
                .flatMap(listener -> listener.items("bind_addresses").stream())
                .flatMap(address -> address.text().stream());
        Stream<String> relayed =
                externals(it).filter(pair -> pair.contains("/")).map(pair -> pair.substring(pair.indexOf('/') + 1));
        Stream<String> passed = it.facts().nginx().stream()
                .flatMap(tree -> tree.all("proxy_pass").stream())
                .map(pass -> pass.directive().text())
                .filter(url -> url.matches("http://[0-9.]+:8008/?"))
                .map(url -> url.replaceAll("http://|:.*", ""));
        return Stream.of(bound, relayed, passed)
                .flatMap(addresses -> addresses)
                .filter(Guesses::lan)
                .findFirst();
    }

    /** Under which address the internet reaches it. */
    static Optional<String> outside(Installation it) {
        Stream<String> external = externals(it).map(pair -> pair.replaceAll("/.*", ""));
        Stream<String> node =
                it.facts().yaml(Kind.LIVEKIT).stream().flatMap(file -> file.text("rtc", "node_ip").stream());
        return Stream.concat(external, node).filter(Guesses::address).findFirst();
    }

    static Optional<String> database(Installation it) {
        return it.synapse().text("database", "args", "host").filter(Guesses::lan);
    }

    static ByteSize memory(Installation it) {
        long shared = it.facts().settings(Kind.POSTGRES).stream()
                .flatMap(file -> file.last("shared_buffers").stream())
                .map(Setting::value)
                .filter(value -> value.matches("\\d{1,6}(?:MB|GB)"))
                .mapToLong(Guesses::bytes)
                .max()
                .orElse(USUAL_GIB * GIB / SHARE);
        return new ByteSize(Math.max(1, Math.round((double) shared * SHARE / GIB)) * GIB);
    }

    private static long bytes(String value) {
        long number = Long.parseLong(value.substring(0, value.length() - 2));
        return value.endsWith("GB") ? number << 30 : number << 20;
    }

    private static Stream<String> externals(Installation it) {
        return it.facts().coturn().stream()
                .flatMap((CoturnFile file) -> file.all("external-ip"))
                .map(Setting::value);
    }

    private static boolean address(String text) {
        return Address.read(text).isPresent();
    }

    /** Not all of them, and not this machine alone. */
    private static boolean lan(String text) {
        return address(text) && !text.startsWith("127.") && !text.equals("0.0.0.0") && !text.startsWith("::");
    }
}
