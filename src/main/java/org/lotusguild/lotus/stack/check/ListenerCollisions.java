package org.lotusguild.lotus.stack.check;

import static org.lotusguild.lotus.stack.check.Severity.HIGH;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.stack.check.Listeners.Listener;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Where;

/** Two that want one port. */
final class ListenerCollisions {
    /** Services that are Synapse's own listeners, told once more. */
    private static final Pattern OWN = Pattern.compile(".*(synapse|worker|replication|metrics).*");

    static final List<Check> CHECKS = List.of(Check.of("SYN-060", HIGH, "Two listeners want one address and port")
            .on(Kind.SYNAPSE)
            .passes("no two listeners of a host share an address and port")
            .because("the configuration parses, and the second one cannot bind")
            .source("measured with 1.163.2")
            .run(ListenerCollisions::collisions));

    private ListenerCollisions() {}

    /** Something that binds. */
    private record Bound(Where where, String address, int port) {
        boolean meets(Bound other) {
            boolean everywhere = ANY.contains(address) || ANY.contains(other.address);
            return port == other.port && (everywhere || address.equals(other.address));
        }

        private static final List<String> ANY = List.of("0.0.0.0", "::", "");
    }

    private static Stream<Finding> collisions(Facts facts) {
        List<Bound> all = new ArrayList<>();
        Listeners.effective(facts)
                .forEach(placed -> placed.listener()
                        .binds()
                        .forEach(bind -> all.add(new Bound(
                                placed.written().at(bind),
                                Listener.address(bind),
                                placed.listener().port()))));
        Listeners.workers(facts)
                .forEach(of -> of.listener()
                        .binds()
                        .forEach(bind -> all.add(new Bound(
                                of.file().at(bind),
                                Listener.address(bind),
                                of.listener().port()))));
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Bound one = all.get(i);
            Optional<Bound> before = all.subList(0, i).stream()
                    .filter(one::meets)
                    .filter(other -> !sameListener(one, other))
                    .findFirst();
            before.ifPresent(other -> found.add(Finding.failed(
                    one.where(),
                    one.address() + ":" + one.port() + ", as " + other.where().file() + ":"
                            + other.where().line(),
                    "another port")));
            if (before.isEmpty()) {
                others(facts, one).forEach(found::add);
            }
        }
        return found.stream().distinct();
    }

    private static boolean sameListener(Bound one, Bound other) {
        return one.where().file().equals(other.where().file()) && listener(one).equals(listener(other));
    }

    private static String listener(Bound one) {
        return one.where().path().replaceFirst("^([a-z_]+\\[\\d+]).*", "$1");
    }

    /** Other services of the host, as far as they were told. */
    private static Stream<Finding> others(Facts facts, Bound one) {
        Optional<String> host = facts.documents().stream()
                .filter(document -> document.file().equals(one.where().file()))
                .findFirst()
                .flatMap(facts::hostOf)
                .map(Told.Host::name);
        return facts.told().binds().stream()
                .filter(bind -> host.filter(bind.host()::equals).isPresent())
                .filter(bind -> !OWN.matcher(bind.service()).matches())
                .filter(bind -> one.meets(new Bound(one.where(), bind.address(), bind.port())))
                .map(bind -> Finding.failed(
                        one.where(),
                        one.address() + ":" + one.port() + ", which is told to be " + bind.service() + "'s",
                        "another port"));
    }
}
