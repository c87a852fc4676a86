package org.lotusguild.lotus.launch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.bot.basic.ServiceCheck;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.stack.facts.LiveAnswers.Binding;
import org.lotusguild.lotus.stack.live.Probing;
import org.lotusguild.lotus.stack.live.Probing.Check;
import org.lotusguild.lotus.stack.live.Stun;
import org.lotusguild.lotus.stack.plan.Host;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;

/** What {@code !health} asks of the servers around Lotus: those that the block {@code stack} names, where people reach them. */
final class ServerChecks {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long CAP = 64 << 10;
    /** Renewal should have happened by then: as in the rules for monitoring. */
    private static final Duration SOON = Duration.ofDays(21);

    private final Plan plan;
    private final HttpCaller http;
    private final Function<HostPort, Binding> stun;
    private final Function<Check, Optional<Duration>> certificates;

    /**
     * @param stun asks for a binding
     * @param certificates how long the one is good that was shown last
     */
    ServerChecks(
            Plan plan,
            HttpCaller http,
            Function<HostPort, Binding> stun,
            Function<Check, Optional<Duration>> certificates) {
        this.plan = plan;
        this.http = http;
        this.stun = stun;
        this.certificates = certificates;
    }

    /** Nothing where Lotus does not know the servers around it. */
    static List<ServiceCheck> of(LotusConfig config, World world, Optional<Probing> probes) {
        Stun stun = new Stun(world.random(), world.clock());
        return ProbeWiring.plan(config, world)
                .map(plan -> new ServerChecks(
                                plan,
                                world.http(),
                                at -> stun.ask(at.host(), at.port()),
                                check -> probes.flatMap(probing -> probing.left(check)))
                        .all())
                .orElse(List.of());
    }

    private record Asked(String name, String address, Supplier<Reading> question) implements ServiceCheck {
        @Override
        public Reading check() {
            return question.get();
        }
    }

    List<ServiceCheck> all() {
        List<ServiceCheck> all = new ArrayList<>();
        List<Host> sfus = plan.with(Role.SFU).toList();
        for (Host sfu : sfus) {
            String at = plan.address(plan.the(Role.LOTUS), sfu, Service.LIVEKIT);
            URI url = URI.create("http://" + new HostPort(at, plan.port(Service.LIVEKIT)) + "/");
            all.add(page(sfus.size() == 1 ? "livekit" : "livekit " + sfu.name(), url, Optional.empty()));
        }
        plan.stack()
                .names()
                .turn()
                .filter(name -> plan.has(Role.TURN))
                .map(name -> new HostPort(name, plan.port(Service.TURN)))
                .ifPresent(at -> all.add(new Asked("turn", "stun:" + at, () -> turn(at))));
        plan.stack()
                .names()
                .client()
                .ifPresent(name -> all.add(page("web client", https(name, "/"), Optional.of(Check.CLIENT_CERT))));
        URI versions = https(plan.stack().publicName(), "/_matrix/client/versions");
        all.add(page("reverse proxy", versions, Optional.of(Check.MATRIX_CERT)));
        return all;
    }

    private URI https(String name, String path) {
        return URI.create("https://" + new HostPort(name, plan.port(Service.HTTPS)) + path);
    }

    private ServiceCheck page(String name, URI url, Optional<Check> certificate) {
        return new Asked(name, url.toString(), () -> {
            long start = System.nanoTime();
            HttpAnswer answer = http.send(HttpCall.of("GET", url).timeout(LIMIT).answerCap(CAP));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return answer.status() < 500
                    ? up(took, certificate)
                    : new ServiceCheck.Down("it answers " + answer.status());
        });
    }

    private ServiceCheck.Reading turn(HostPort at) {
        Binding binding = stun.apply(at);
        return binding.failure().isEmpty()
                ? up(binding.took(), Optional.of(Check.TURN_CERT))
                : new ServiceCheck.Down(binding.failure());
    }

    private ServiceCheck.Reading up(Duration took, Optional<Check> certificate) {
        return certificate
                .flatMap(certificates)
                .filter(left -> left.compareTo(SOON) < 0)
                .<ServiceCheck.Reading>map(left -> new ServiceCheck.Warning(
                        left.isNegative()
                                ? "its certificate has ended"
                                : "certificate ends in %d d".formatted(left.toDays())))
                .orElseGet(() -> new ServiceCheck.Up(took));
    }
}
