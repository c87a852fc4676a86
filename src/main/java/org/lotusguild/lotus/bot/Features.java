package org.lotusguild.lotus.bot;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.bot.command.Command;
import org.lotusguild.lotus.bot.command.Feature;
import org.lotusguild.lotus.bot.command.Reply;
import org.lotusguild.lotus.matrix.event.Incoming;
import org.lotusguild.lotus.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The features of this bot, by kind. A kind that is switched off meanwhile answers with silence. */
final class Features {
    private static final Logger LOG = LoggerFactory.getLogger(Features.class);

    private final Map<String, Feature> byKind;
    private final List<Feature> inOrder;

    Features(List<Feature> features) {
        this.inOrder = List.copyOf(features);
        this.byKind = features.stream().collect(Collectors.toUnmodifiableMap(Feature::kind, Function.identity()));
    }

    Optional<Command> unprefixed(Incoming.Message message, boolean direct) {
        return inOrder.stream()
                .flatMap(feature -> feature.unprefixed(message, direct).stream())
                .findFirst();
    }

    List<Reply> heard(Tx tx, Incoming event, Instant now) {
        return inOrder.stream().map(feature -> feature.heard(tx, event, now)).toList();
    }

    Reply bound(Tx tx, Reply.Bind bind, EventId event, Instant now) {
        return of(bind, (feature, key) -> feature.bound(tx, key, event, now));
    }

    Reply unsent(Tx tx, Reply.Bind bind, Instant now) {
        return of(bind, (feature, key) -> feature.unsent(tx, key, now));
    }

    void before(Reply.Bind bind, Instant at, Instant now) {
        Feature feature = byKind.get(bind.kind());
        if (feature != null) {
            feature.before(bind.key(), at, now);
        }
    }

    Reply due(Tx tx, Reply.Bind bind, Instant at, Instant now) {
        return of(bind, (feature, key) -> feature.due(tx, key, at, now));
    }

    static void failed(Reply.Bind bind, RuntimeException defect) {
        LOG.atError()
                .addKeyValue("kind", bind.kind())
                .addKeyValue("key", bind.key())
                .setCause(defect)
                .log("a feature failed when its time had come");
    }

    private Reply of(Reply.Bind bind, BiFunction<Feature, String, Reply> call) {
        Feature feature = byKind.get(bind.kind());
        return feature == null ? new Reply.Silence() : call.apply(feature, bind.key());
    }
}
