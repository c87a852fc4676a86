package org.lotusguild.lotus.stack.adopt;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.facts.YamlFile;
import org.lotusguild.lotus.stack.plan.Capacity;
import org.lotusguild.lotus.stack.plan.SecretName;
import org.lotusguild.lotus.stack.plan.Service;

/** LiveKit: its ports and its key. */
final class AdoptedLiveKit {
    private final Installation it;
    private final Capacity size;
    private final Gathering found = new Gathering();

    private AdoptedLiveKit(Installation it) {
        this.it = it;
        this.size = Sizes.of(it);
    }

    static Adopted of(Installation it) {
        return new AdoptedLiveKit(it).adopt();
    }

    private Adopted adopt() {
        found.silently("stack.calls", it.facts().calls());
        it.facts().yaml(Kind.LIVEKIT).stream().findFirst().ifPresent(this::file);
        return found.done();
    }

    private void file(YamlFile file) {
        port(file, Service.LIVEKIT, "port");
        port(file, Service.LIVEKIT_TCP, "rtc", "tcp_port");
        media(file);
        keys(file);
    }

    private void port(YamlFile file, Service service, String... keys) {
        file.root().scalar(keys).ifPresent(value -> found.port(service, value.text(), size, file.at(value)));
    }

    private void media(YamlFile file) {
        Optional<YamlScalar> first = file.root().scalar("rtc", "port_range_start");
        Optional<YamlScalar> last = file.root().scalar("rtc", "port_range_end");
        if (first.isEmpty() || last.isEmpty()) {
            return;
        }
        found.port(Service.LIVEKIT_MEDIA, first.get().text() + "-" + last.get().text(), size, file.at(first.get()));
    }

    private void keys(YamlFile file) {
        List<YamlEntry> keys = file.entries("keys");
        keys.stream().limit(1).forEach(pair -> key(file, pair));
        keys.stream().skip(1).forEach(pair -> found.leave(file.at(pair), "LiveKit gets one pair of keys", ""));
    }

    private void key(YamlFile file, YamlEntry pair) {
        Where where = file.at(pair);
        Optional<String> findings = it.findings(where.file(), where.line(), where.line());
        Optional<String> secret = pair.value().text();
        if (findings.isPresent() || secret.isEmpty() || secret.get().length() < SecretName.LIVEKIT_SECRET.shortest()) {
            found.leave(where, "a new pair is made: " + SecretName.LIVEKIT_KEY.breaks(), findings.orElse(""));
            return;
        }
        found.secret(SecretName.LIVEKIT_SECRET, secret.get(), where);
        found.secret(SecretName.LIVEKIT_KEY, pair.key(), where);
    }
}
