package org.lotusguild.lotus.webhooks.courier;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.calm.Filter;
import org.lotusguild.lotus.webhooks.calm.Flaps;
import org.lotusguild.lotus.webhooks.calm.Grouping;
import org.lotusguild.lotus.webhooks.calm.Mentions;
import org.lotusguild.lotus.webhooks.calm.Placement;
import org.lotusguild.lotus.webhooks.hook.Hook;
import org.lotusguild.lotus.webhooks.hook.Images;
import org.lotusguild.lotus.webhooks.hook.Lifecycle;
import org.lotusguild.lotus.webhooks.notice.Correlation;
import org.lotusguild.lotus.webhooks.notice.Notice;
import org.lotusguild.lotus.webhooks.notice.Rendered;
import org.lotusguild.lotus.webhooks.notice.Root;
import org.lotusguild.lotus.webhooks.notice.Transition;
import org.lotusguild.lotus.webhooks.sender.Sender;

/** Decides what an errand becomes in its room, beside what stands there already. One errand in one transaction. */
final class Telling {
    private final Books books;
    private final Errand errand;
    private final Sender sender;
    private final Parts parts;
    private final Roots roots;
    private final CalmRules calm;
    private final Instant now;
    /** Whether something that belongs to it must be told at once. */
    private boolean nightOver;

    Telling(Tx tx, Books books, Errand errand, Sender sender, Parts parts) {
        this.books = books;
        this.errand = errand;
        this.sender = sender;
        this.parts = parts;
        this.now = books.clock().instant();
        this.roots = new Roots(tx, books.roots(), errand, sender, now);
        this.calm = new CalmRules(tx, books.calm(), errand, now);
    }

    private Hook hook() {
        return errand.load().hook();
    }

    /** All of it, in order. */
    Plan told(List<Rendered> all) {
        return all.size() == 1 ? one(all.getFirst()).orElseGet(parts::plan) : several(all);
    }

    private Plan several(List<Rendered> all) {
        if (all.stream().flatMap(one -> about(one).stream()).anyMatch(c -> roots.pending(c.key()))) {
            return new Plan.Waits();
        }
        nightOver = all.stream().anyMatch(one -> !held(one));
        Set<String> keys = new HashSet<>();
        Ending ending = new Ending.Filtered();
        for (Rendered one : all) {
            boolean again = about(one).filter(c -> !keys.add(c.key())).isPresent();
            Optional<Plan> nothing = one(again ? Rendered.of(one.message().alone()) : one);
            if (nothing.isPresent() && nothing.get() instanceof Plan.Over(Ending other)) {
                ending = other;
            }
        }
        return parts.isEmpty() ? new Plan.Over(ending) : parts.plan();
    }

    private Optional<Correlation> about(Rendered rendered) {
        return hook().lifecycle() == Lifecycle.OFF
                ? Optional.empty()
                : rendered.message().correlation().filter(c -> !c.key().isEmpty());
    }

    private boolean held(Rendered rendered) {
        return books.rules()
                .night()
                .filter(night -> night.holds(rendered.message().level(), now))
                .isPresent();
    }

    /** @return empty if it is in the queue now */
    private Optional<Plan> one(Rendered rendered) {
        Optional<Correlation> said = rendered.message().correlation();
        if (said.filter(c -> c.transition() == Transition.REDACT).isPresent()) {
            return redacted(said.get());
        }
        Optional<Correlation> about = about(rendered);
        Optional<RootStore.Standing> standing = about.flatMap(c -> roots.standing(c.key()));
        if (Roots.pending(standing)) {
            return Optional.of(new Plan.Waits());
        }
        boolean open = standing.filter(RootStore.Standing::open).isPresent();
        Rendered fitting =
                open ? errand.load().again(rendered, standing.orElseThrow().root()) : rendered;
        return kept(fitting, open)
                .or(() -> damped(fitting, about)
                        .map(calmer -> placed(calmer, about, standing))
                        .orElseGet(Telling::nothing));
    }

    /**
     * Nobody is told, or nobody yet. What the night held back was wanted, and is over with it: it must not get lost for what it is
     * itself.
     */
    private Optional<Plan> kept(Rendered rendered, boolean open) {
        if (errand.load().ofTheNight()) {
            return Optional.empty();
        }
        if (!Filter.wants(errand.target(), rendered.message(), open)) {
            return nothing();
        }
        return !open && !nightOver && held(rendered) ? Optional.of(new Plan.Over(new Ending.Held())) : Optional.empty();
    }

    private static Optional<Plan> nothing() {
        return Optional.of(new Plan.Over(new Ending.Filtered()));
    }

    /** @return empty if the room is spared it */
    private Optional<Rendered> damped(Rendered rendered, Optional<Correlation> about) {
        return about.isEmpty()
                ? Optional.of(rendered)
                : calm.damped(rendered.message(), about.get().key())
                        .map(notice -> notice.equals(rendered.message()) ? rendered : Rendered.of(notice));
    }

    private Optional<Plan> placed(
            Rendered rendered, Optional<Correlation> about, Optional<RootStore.Standing> standing) {
        if (about.isPresent() && standing.isPresent()) {
            boolean late = standing.get().newest().compareTo(errand.load().id()) > 0;
            if (standing.get().open() || late || Flaps.told(rendered.message())) {
                return changed(rendered, about.get(), standing.get(), late);
            }
        }
        Optional<String> group =
                hook().lifecycle() == Lifecycle.OFF ? Optional.empty() : Grouping.name(rendered.message());
        return group.isPresent() ? grouped(rendered, about, group.get()) : posted(rendered, about, Optional.empty());
    }

    private Optional<Plan> changed(Rendered rendered, Correlation about, RootStore.Standing standing, boolean late) {
        EventId event = standing.event().orElseThrow();
        Moves moves = Moves.standing(rendered, about, standing.root(), hook().lifecycle(), late, now);
        Mentions mentions = Mentions.of(errand.target(), rendered, books.rules().people());
        for (Moves.Move move : moves.all()) {
            switch (move) {
                case Moves.Move.Edit(Notice shown) -> put(What.EDIT, shown, mentions, Draft.Place.EDIT, event);
                case Moves.Move.InThread(Notice shown) -> put(What.REPLY, shown, mentions, Draft.Place.THREAD, event);
                case Moves.Move.Answer(Notice shown) -> put(What.REPLY, shown, mentions, Draft.Place.ANSWER, event);
                case Moves.Move.Post(Notice shown) ->
                    parts.put(What.MESSAGE, Draft.alone(shown, asked(shown, mentions)));
            }
        }
        roots.keep(moves.after(), about.key());
        if (moves.all().isEmpty()) {
            return nothing();
        }
        oweFiles(rendered.message());
        return Optional.empty();
    }

    private void put(What what, Notice shown, Mentions mentions, Draft.Place place, EventId event) {
        parts.put(what, Draft.of(shown, asked(shown, mentions), place, event));
    }

    /** With those whom a script calls, as far as they are here and the hook may call them. */
    private Mentions asked(Notice notice, Mentions mentions) {
        return notice.words()
                .filter(words -> words.everybody() || !words.users().isEmpty())
                .map(words -> mentions.and(errand.target(), words, errand.members()))
                .orElse(mentions);
    }

    private Optional<Plan> grouped(Rendered rendered, Optional<Correlation> about, String name) {
        Placement placement = calm.placement(rendered.message(), name);
        Optional<RootStore.Standing> shared = roots.ofGroup(name);
        if (placement instanceof Placement.Joins && Roots.pending(shared)) {
            return Optional.of(new Plan.Waits());
        }
        calm.placed(name, placement);
        return switch (placement) {
            case Placement.Alone(var group) ->
                posted(rendered, about, group.gathered() ? Optional.of(name) : Optional.empty());
            case Placement.Gathers(var group, Notice shown) ->
                posted(Rendered.of(shown), Optional.empty(), Optional.of(name));
            case Placement.Joins(var group, Notice shown) ->
                shared.isPresent()
                        ? joined(shown, shared.get(), name)
                        : posted(Rendered.of(shown), Optional.empty(), Optional.of(name));
        };
    }

    /** The message stands for several things now, and for none of them alone. */
    private Optional<Plan> joined(Notice shown, RootStore.Standing shared, String name) {
        put(What.EDIT, shown, Mentions.NOBODY, Draft.Place.EDIT, shared.event().orElseThrow());
        roots.standsFor(name, shared);
        return Optional.empty();
    }

    /** A new message; {@code group}: of which it is the message too. */
    private Optional<Plan> posted(Rendered rendered, Optional<Correlation> about, Optional<String> group) {
        Optional<Integer> most = errand.target().maxPerHour();
        if (most.isPresent() && !errand.load().ofTheNight()) {
            Notice told = calm.counted(rendered.message(), most.get());
            if (!told.equals(rendered.message())) {
                return counted(told);
            }
        }
        return fresh(rendered, about, group);
    }

    /** The one line that counts what the room does not get. */
    private Optional<Plan> counted(Notice line) {
        Correlation about = line.correlation().orElseThrow();
        Optional<RootStore.Standing> standing = roots.standing(about.key());
        if (standing.isEmpty()) {
            return fresh(Rendered.of(line), Optional.of(about), Optional.empty());
        }
        return Roots.pending(standing)
                ? Optional.of(new Plan.Waits())
                : changed(Rendered.of(line), about, standing.get(), false);
    }

    private Optional<Plan> fresh(Rendered rendered, Optional<Correlation> about, Optional<String> group) {
        Notice notice = rendered.message();
        Mentions mentions = Mentions.of(errand.target(), rendered, books.rules().people());
        Draft alone = Draft.alone(notice, asked(notice, mentions));
        Draft shown = errand.picture().map(alone::with).orElse(alone);
        parts.put(
                What.MESSAGE, about.flatMap(roots::thread).map(shown::inThread).orElse(shown));
        about.ifPresent(c -> roots.keep(Moves.alone(rendered, c, now).after(), c.key()));
        group.ifPresent(name -> roots.opensGroup(name, new Root(now, 1, 0, notice.collapse(List.of()))));
        oweFiles(notice);
        owePicture(notice);
        return Optional.empty();
    }

    private void oweFiles(Notice notice) {
        int files = Contents.files(notice, errand.look(sender)).size();
        for (int index = 0; index < files; index++) {
            parts.owe(What.FILE, index);
        }
    }

    /** Where a caption was wanted and there are several messages, their pictures are below them. */
    private void owePicture(Notice notice) {
        boolean below = hook().images() == Images.THREAD
                || hook().images() == Images.CAPTION
                        && errand.load().notices(errand.target()).size() > 1;
        if (below && notice.image().isPresent() && errand.picture().isEmpty()) {
            parts.owe(What.PICTURE, 0);
        }
    }

    private Optional<Plan> redacted(Correlation about) {
        for (String key : about.keys()) {
            roots.standing(key).flatMap(RootStore.Standing::event).ifPresent(event -> {
                parts.put(What.REDACTION, Draft.redaction(event));
                roots.forget(key);
            });
        }
        return parts.isEmpty() ? nothing() : Optional.empty();
    }
}
