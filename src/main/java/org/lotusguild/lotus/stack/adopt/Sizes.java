package org.lotusguild.lotus.stack.adopt;

import java.util.Arrays;
import java.util.Optional;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.SynapseConfig;
import org.lotusguild.lotus.stack.facts.SynapseConfig.Written;
import org.lotusguild.lotus.stack.facts.Where;
import org.lotusguild.lotus.stack.plan.Capacity;

/** For how many people an installation was made, by its caches and its workers. */
final class Sizes {
    /** With more workers than {@code large} has. */
    private static final int MANY = 8;

    private Sizes() {}

    static Capacity of(Installation it) {
        Capacity cached = byCaches(it.synapse());
        int workers = it.synapse().isTrue("redis", "enabled")
                ? it.facts().yaml(Kind.WORKER).size()
                : 0;
        Capacity spread = workers == 0 ? Capacity.SMALL : workers > MANY ? Capacity.HUGE : Capacity.LARGE;
        return cached.compareTo(spread) < 0 || workers == 0 && cached.workers() ? fitting(workers, spread) : cached;
    }

    /** Without workers nothing beyond medium can be meant. */
    private static Capacity fitting(int workers, Capacity spread) {
        return workers == 0 ? Capacity.MEDIUM : spread;
    }

    private static Capacity byCaches(SynapseConfig synapse) {
        Optional<String> events = synapse.text("event_cache_size");
        Optional<Capacity> same = Arrays.stream(Capacity.values())
                .filter(size -> events.filter(size.eventCache()::equals).isPresent())
                .findFirst();
        double factor = synapse.node("caches", "global_factor")
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .map(YamlScalar::number)
                .orElse(java.util.OptionalDouble.empty())
                .orElse(0.5);
        return same.orElseGet(() -> Arrays.stream(Capacity.values())
                .filter(size -> factor <= size.cacheFactor())
                .findFirst()
                .orElse(Capacity.HUGE));
    }

    /** What it follows from. */
    static Where where(Installation it) {
        SynapseConfig synapse = it.synapse();
        return synapse.effective("event_cache_size")
                .or(() -> synapse.effective("caches"))
                .map(Written::where)
                .orElse(synapse.missing("caches"));
    }
}
