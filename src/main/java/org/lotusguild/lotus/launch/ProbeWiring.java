package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.stack.live.Probing;
import org.lotusguild.lotus.stack.live.Probing.Check;
import org.lotusguild.lotus.stack.live.Probing.Targets;
import org.lotusguild.lotus.stack.plan.Names;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** Which of the guild's servers are asked for monitoring: those that the block {@code stack} names. */
final class ProbeWiring {
    private ProbeWiring() {}

    /** Nothing where Lotus does not know the servers around it. */
    static Optional<Probing> of(LotusConfig config, Path secrets, World world) {
        return plan(config, world)
                .map(plan -> new Probing(targets(plan, secrets), world.clock(), world.random(), world.pause())
                        .on(world.metrics()));
    }

    static Optional<Plan> plan(LotusConfig config, World world) {
        return config.stack()
                .map(stack ->
                        Plan.of(stack, config.client(), Version.text(), "lotus.yaml", LocalDate.now(world.clock())));
    }

    static Targets targets(Plan plan, Path secrets) {
        Names names = plan.stack().names();
        Optional<String> turn = names.turn().filter(name -> plan.has(Role.TURN));
        Map<Check, HostPort> certificates = new EnumMap<>(Check.class);
        int https = plan.port(Service.HTTPS);
        certificates.put(Check.MATRIX_CERT, new HostPort(plan.stack().publicName(), https));
        certificates.put(Check.SERVER_CERT, new HostPort(plan.stack().serverName(), https));
        turn.ifPresent(name -> certificates.put(Check.TURN_CERT, new HostPort(name, plan.port(Service.TURN_TLS))));
        names.auth()
                .filter(name -> plan.has(Role.SSO))
                .ifPresent(name -> certificates.put(Check.AUTH_CERT, new HostPort(name, https)));
        names.client().ifPresent(name -> certificates.put(Check.CLIENT_CERT, new HostPort(name, https)));
        names.grafana()
                .filter(name -> plan.has(Role.MONITORING))
                .ifPresent(name -> certificates.put(Check.GRAFANA_CERT, new HostPort(name, https)));
        return new Targets(
                turn.map(name -> new HostPort(name, plan.port(Service.TURN))),
                () -> secret(secrets.resolve(SecretName.TURN.toString())),
                certificates);
    }

    /** Without it only STUN is asked. */
    private static Optional<Secret> secret(Path file) {
        try {
            return Files.isReadable(file)
                    ? Optional.of(new Secret(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
