package org.lotusguild.lotus.webhooks.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.lotusguild.lotus.http.server.Networks;
import org.lotusguild.lotus.webhooks.hook.Admission;
import org.lotusguild.lotus.webhooks.hook.Found;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.WebhooksConfig;

/** Who is listened to at all, told before a byte of the body is read. */
final class Gate {
    private static final int SITE = 8;

    private final Buckets byAddress;
    private final Buckets byHook;
    private final Failures failures;

    Gate(WebhooksConfig.Limits limits, InstantSource clock) {
        this.byAddress = new Buckets(limits.perAddress(), clock);
        this.byHook = new Buckets(limits.perHook(), clock);
        this.failures = new Failures(clock);
    }

    /** Whether somebody comes in. */
    sealed interface Entry {

        record In(Hook hook, Admission admission) implements Entry {}

        record Out(Answer answer) implements Entry {}
    }

    Entry enter(Found found, String method, InetAddress remote) {
        return switch (found) {
            case Found.Unknown unknown -> out(remote, Answer.notFound());
            case Found.Gone gone -> out(remote, Answer.gone());
            case Found.Disabled disabled -> out(remote, Answer.disabled());
            case Found.Open open -> open(open, method, remote);
        };
    }

    private Entry open(Found.Open open, String method, InetAddress remote) {
        Admission admission = open.admission();
        if (method.equals("GET") && !admission.get()) {
            return out(remote, Answer.method(false));
        }
        if (!admission.addresses().isEmpty()
                && !Networks.of(admission.addresses()).contains(remote)) {
            return out(remote, Answer.forbidden());
        }
        return limited(remote)
                .or(() -> byHook.take(open.hook().name()).map(Answer::limited))
                .<Entry>map(Entry.Out::new)
                .orElseGet(() -> new Entry.In(open.hook(), admission));
    }

    /** Also who is refused takes from what his address may ask for. */
    private Entry out(InetAddress remote, Answer answer) {
        return new Entry.Out(limited(remote).orElse(answer));
    }

    Optional<Answer> limited(InetAddress remote) {
        String address = key(remote);
        Optional<Duration> wait = failures.blocked(address).or(() -> byAddress.take(address));
        return wait.map(Answer::limited);
    }

    void failed(InetAddress remote) {
        failures.add(key(remote));
    }

    /** Of IPv6 the first half: who has one address there has all that begin alike. */
    private static String key(InetAddress remote) {
        byte[] bytes = remote.getAddress();
        return HexFormat.of().formatHex(remote instanceof Inet6Address ? Arrays.copyOf(bytes, SITE) : bytes);
    }
}
