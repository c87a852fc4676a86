package org.lotusguild.lotus.stack.adopt;

import java.util.Optional;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** coturn: its name, its ports and its secret, which Synapse and LiveKit must know too. */
final class AdoptedTurn {
    private final Installation it;
    private final Capacity size;
    private final Gathering found = new Gathering();

    private AdoptedTurn(Installation it) {
        this.it = it;
        this.size = Sizes.of(it);
    }

    static Adopted of(Installation it) {
        return new AdoptedTurn(it).adopt();
    }

    private Adopted adopt() {
        Optional<CoturnFile> file = it.facts().coturn().stream().findFirst();
        file.ifPresent(this::file);
        if (it.facts().calls() && name(file).isEmpty()) {
            String server = it.synapse().text("server_name").orElse("");
            found.add("names.turn", "turn." + server, "calls need a TURN server; give this name to it");
        }
        return found.done();
    }

    private Optional<Setting> name(Optional<CoturnFile> file) {
        return file.flatMap(one -> one.last("server-name").or(() -> one.last("realm")))
                .filter(setting -> setting.value().matches("[a-z0-9.-]+\\.[a-z0-9-]+"));
    }

    private void file(CoturnFile file) {
        name(Optional.of(file)).ifPresent(name -> found.take("names.turn", name.value(), file.at(name)));
        port(file, "listening-port", Service.TURN);
        port(file, "tls-listening-port", Service.TURN_TLS);
        relay(file);
        file.last("static-auth-secret")
                .ifPresent(secret -> found.secret(SecretName.TURN, secret.value(), file.at(secret)));
    }

    private void port(CoturnFile file, String key, Service service) {
        file.last(key).ifPresent(setting -> found.port(service, setting.value(), size, file.at(setting)));
    }

    private void relay(CoturnFile file) {
        Optional<Setting> first = file.last("min-port");
        Optional<Setting> last = file.last("max-port");
        if (first.isEmpty() || last.isEmpty()) {
            return;
        }
        Where where = file.at(first.get());
        Optional<String> findings = it.findings(where.file(), where.line(), where.line());
        if (findings.isPresent()) {
            String word = it.title(findings.get());
            found.leave(where, word, findings.get());
            found.leave(file.at(last.get()), word, findings.get());
            return;
        }
        found.port(Service.TURN_RELAY, first.get().value() + "-" + last.get().value(), size, where);
    }
}
