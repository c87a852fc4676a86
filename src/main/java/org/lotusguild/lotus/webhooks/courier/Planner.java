package org.lotusguild.lotus.webhooks.courier;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.lotusguild.lotus.base.id.EventId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.matrix.SendOptions;
import org.lotusguild.lotus.matrix.Ticket;
import org.lotusguild.lotus.matrix.message.Relations;
import org.lotusguild.lotus.store.Tx;
import org.lotusguild.lotus.webhooks.calm.Filter;
import org.lotusguild.lotus.webhooks.calm.Flapping;
import org.lotusguild.lotus.webhooks.calm.Flaps;
import org.lotusguild.lotus.webhooks.calm.Group;
import org.lotusguild.lotus.webhooks.calm.Grouping;
import org.lotusguild.lotus.webhooks.calm.Hour;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides, in the caller's transaction, what a delivery becomes in a room, and puts it into the send queue: the note of it and the
 * entry of the queue are there together or not at all.
 */
final class Planner {
    private static final Duration GROUP_KEPT = Duration.ofMinutes(10);
    private static final Duration HOUR_KEPT = Duration.ofHours(2);
    private static final String MESSAGE = "m.room.message";
    private static final String FLAPPING = ".flapping";
    private static final int KEY = 16;
    private static final Mentions NOBODY = new Mentions(false, Set.of());

    private final PostStore posts;
    private final RootStore roots;
    private final CalmStore calm;
    private final Rules rules;
    private final InstantSource clock;
    private final SecureRandom random;

    Planner(PostStore posts, RootStore roots, CalmStore calm, Rules rules, InstantSource clock, SecureRandom random) {
        this.posts = posts;
        this.roots = roots;
        this.calm = calm;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
    }

    /** One errand in one transaction. */
    private final class Work {
        private final Tx tx;
        private final Errand errand;
        private final Sender sender;
        private final Instant now = clock.instant();
        private final List<Plan.Part> parts = new ArrayList<>();
        /** Of the next part. */
        private int number;
        /** Where the parts of the message begin that is being told. */
        private int begun;

        private int pictures;
        /** Whether something that belongs to it must be told at once. */
        private boolean nightOver;

        private Work(Tx tx, Errand errand, Sender sender) {
            this.tx = tx;
            this.errand = errand;
            this.sender = sender;
        }

        private Hook hook() {
            return errand.load().hook();
        }

        private RootStore.Thing thing(String key) {
            return new RootStore.Thing(hook().name(), errand.room(), key);
        }

        private CalmStore.Spot spot(CalmStore.Kind kind, String name) {
            return new CalmStore.Spot(hook().name(), errand.room(), kind, name);
        }

        private Optional<RootStore.Standing> standing(String key) {
            return roots.find(tx, thing(key))
                    .filter(root -> root.account().equals(sender.account().user()));
        }

        private void put(What what, String type, ObjectNode content) {
            String key = key();
            Ticket ticket = sender.account()
                    .sender()
                    .enqueue(
                            tx,
                            errand.room(),
                            type,
                            content,
                            SendOptions.interactive().key(key));
            posts.add(
                    tx,
                    errand.load().id(),
                    errand.room(),
                    number,
                    what,
                    sender.account().user(),
                    Optional.of(key));
            parts.add(new Plan.Part(number++, what, ticket));
        }

        private ObjectNode content(Notice notice, Mentions mentions, UnaryOperator<ObjectNode> asSent) {
            return Contents.of(notice, errand.look(sender), asked(notice, mentions), asSent);
        }

        /** With those whom a script calls, as far as they are here and the hook may call them. */
        private Mentions asked(Notice notice, Mentions mentions) {
            return notice.words()
                    .filter(words -> words.everybody() || !words.users().isEmpty())
                    .map(words -> mentions.and(errand.target(), words, errand.members()))
                    .orElse(mentions);
        }

        /** All of it, in order. */
        private Plan told(List<Rendered> all) {
            if (all.size() == 1) {
                return told(all.getFirst());
            }
            if (all.stream().flatMap(one -> about(one).stream()).anyMatch(c -> pending(standing(c.key())))) {
                return new Plan.Waits();
            }
            nightOver = all.stream().anyMatch(one -> !held(one));
            Set<String> keys = new HashSet<>();
            List<Plan.Owed> owed = new ArrayList<>();
            Ending ending = new Ending.Filtered();
            for (Rendered one : all) {
                boolean again = about(one).filter(c -> !keys.add(c.key())).isPresent();
                switch (told(again ? Rendered.of(one.message().alone()) : one)) {
                    case Plan.Over over -> ending = over.ending();
                    case Plan.Underway underway -> owed.addAll(underway.owed());
                    case Plan.Waits counted -> {} // the line that counts will count on with the next
                }
            }
            return parts.isEmpty() ? new Plan.Over(ending) : new Plan.Underway(parts, owed, Optional.empty());
        }

        private Optional<Correlation> about(Rendered rendered) {
            return hook().lifecycle() == Lifecycle.OFF
                    ? Optional.empty()
                    : rendered.message().correlation().filter(c -> !c.key().isEmpty());
        }

        private boolean held(Rendered rendered) {
            return rules.night()
                    .filter(night -> night.holds(rendered.message().level(), now))
                    .isPresent();
        }

        private static boolean pending(Optional<RootStore.Standing> standing) {
            return standing.filter(root -> root.event().isEmpty()).isPresent();
        }

        private Plan told(Rendered rendered) {
            begun = parts.size();
            Optional<Correlation> said = rendered.message().correlation();
            if (said.filter(c -> c.transition() == Transition.REDACT).isPresent()) {
                return redacted(said.get());
            }
            Optional<Correlation> about = about(rendered);
            Optional<RootStore.Standing> standing = about.flatMap(c -> standing(c.key()));
            if (pending(standing)) {
                return new Plan.Waits();
            }
            boolean open = standing.filter(RootStore.Standing::open).isPresent();
            Rendered fitting =
                    open ? errand.load().again(rendered, standing.orElseThrow().root()) : rendered;
            if (!ofTheNight() && !Filter.wants(errand.target(), fitting.message(), open)) {
                return new Plan.Over(new Ending.Filtered());
            }
            if (!open && !nightOver && !ofTheNight() && held(fitting)) {
                return new Plan.Over(new Ending.Held());
            }
            return damped(fitting, about)
                    .map(calmer -> placed(calmer, about, standing))
                    .orElseGet(() -> new Plan.Over(new Ending.Filtered()));
        }

        /** What it tells of was wanted, and is over with it: it must not get lost for what it is itself. */
        private boolean ofTheNight() {
            return !errand.covers().isEmpty();
        }

        /** @return empty if the room is spared it */
        private Optional<Rendered> damped(Rendered rendered, Optional<Correlation> about) {
            if (about.isEmpty()) {
                return Optional.of(rendered);
            }
            CalmStore.Spot spot = spot(CalmStore.Kind.FLAP, about.get().key());
            Optional<Flapping> state = calm.find(tx, spot, Flapping.class);
            if (!Flaps.concerns(rendered.message(), state)) {
                return Optional.of(rendered);
            }
            Flaps.Step step = Flaps.step(state, rendered.message(), now);
            calm.keep(tx, spot, step.state(), step.state().restsAt());
            return step.deliver().map(notice -> notice.equals(rendered.message()) ? rendered : Rendered.of(notice));
        }

        private Plan placed(Rendered rendered, Optional<Correlation> about, Optional<RootStore.Standing> standing) {
            Notice notice = rendered.message();
            if (about.isPresent() && standing.isPresent()) {
                boolean late = standing.get().newest().compareTo(errand.load().id()) > 0;
                boolean again = standing.get().open() || late || notice.event().endsWith(FLAPPING);
                if (again) {
                    return changed(rendered, about.get(), standing.get(), late);
                }
            }
            Optional<String> group = hook().lifecycle() == Lifecycle.OFF ? Optional.empty() : Grouping.name(notice);
            return group.isPresent()
                    ? grouped(rendered, about, group.get())
                    : posted(rendered, about, Optional.empty());
        }

        private Plan changed(Rendered rendered, Correlation about, RootStore.Standing standing, boolean late) {
            EventId event = standing.event().orElseThrow();
            Moves moves = Moves.standing(rendered, about, standing.root(), hook().lifecycle(), late, now);
            Mentions mentions = Mentions.of(errand.target(), rendered, rules.people());
            for (Moves.Move move : moves.all()) {
                switch (move) {
                    case Moves.Move.Edit(Notice shown) ->
                        put(What.EDIT, MESSAGE, content(shown, mentions, text -> Relations.edit(text, event)));
                    case Moves.Move.InThread(Notice shown) ->
                        put(
                                What.REPLY,
                                MESSAGE,
                                content(shown, mentions, text -> Relations.threadReply(text, event, event)));
                    case Moves.Move.Answer(Notice shown) ->
                        put(What.REPLY, MESSAGE, content(shown, mentions, text -> Relations.reply(text, event)));
                    case Moves.Move.Post(Notice shown) ->
                        put(What.MESSAGE, MESSAGE, content(shown, mentions, UnaryOperator.identity()));
                }
            }
            keep(moves.after(), about.key());
            return underway(rendered.message(), Optional.of(event));
        }

        private void keep(Moves.After after, String key) {
            switch (after) {
                case Moves.After.Same() -> {}
                case Moves.After.Opened(Root root, boolean closed) ->
                    roots.open(
                            tx,
                            thing(key),
                            sender.account().user(),
                            errand.load().id(),
                            root,
                            closed);
                case Moves.After.Changed(Root root, boolean closed) ->
                    roots.update(tx, thing(key), errand.load().id(), root, closed, now);
            }
        }

        private Plan grouped(Rendered rendered, Optional<Correlation> about, String name) {
            CalmStore.Spot spot = spot(CalmStore.Kind.GROUP, name);
            Placement placement =
                    Grouping.place(calm.find(tx, spot, Group.class), rendered.message(), now, hook().groupWindow());
            Optional<RootStore.Standing> shared = standing(ofGroup(name));
            if (placement instanceof Placement.Joins
                    && shared.filter(root -> root.event().isEmpty()).isPresent()) {
                return new Plan.Waits();
            }
            calm.keep(tx, spot, placement.group(), now.plus(GROUP_KEPT));
            return switch (placement) {
                case Placement.Alone(Group group) ->
                    posted(rendered, about, group.gathered() ? Optional.of(name) : Optional.empty());
                case Placement.Gathers(Group group, Notice shown) ->
                    posted(Rendered.of(shown), Optional.empty(), Optional.of(name));
                case Placement.Joins(Group group, Notice shown) ->
                    shared.isPresent()
                            ? joined(shown, shared.get(), name)
                            : posted(Rendered.of(shown), Optional.empty(), Optional.of(name));
            };
        }

        /** The message stands for several things now, and for none of them alone. */
        private Plan joined(Notice shown, RootStore.Standing shared, String name) {
            EventId event = shared.event().orElseThrow();
            put(What.EDIT, MESSAGE, content(shown, NOBODY, text -> Relations.edit(text, event)));
            roots.forgetOthers(tx, shared.delivery(), errand.room(), ofGroup(name));
            return new Plan.Underway(parts, List.of(), Optional.of(event));
        }

        private static String ofGroup(String name) {
            return "group " + name;
        }

        /** A new message; {@code group}: of which it is the message too. */
        private Plan posted(Rendered rendered, Optional<Correlation> about, Optional<String> group) {
            Optional<Integer> most = errand.target().maxPerHour();
            if (most.isPresent() && !ofTheNight()) {
                CalmStore.Spot spot = spot(CalmStore.Kind.HOUR, "");
                Hour.Step step =
                        Hour.step(calm.find(tx, spot, Hour.class), most.get(), hook().name(), rendered.message(), now);
                calm.keep(tx, spot, step.state(), now.plus(HOUR_KEPT));
                if (!step.deliver().equals(rendered.message())) {
                    return counted(step.deliver());
                }
            }
            return fresh(rendered, about, group);
        }

        /** The one line that counts what the room does not get. */
        private Plan counted(Notice line) {
            Correlation about = line.correlation().orElseThrow();
            Optional<RootStore.Standing> standing = standing(about.key());
            if (standing.isEmpty()) {
                return fresh(Rendered.of(line), Optional.of(about), Optional.empty());
            }
            return standing.get().event().isEmpty()
                    ? new Plan.Waits()
                    : changed(Rendered.of(line), about, standing.get(), false);
        }

        private Plan fresh(Rendered rendered, Optional<Correlation> about, Optional<String> group) {
            Notice notice = rendered.message();
            Optional<EventId> thread = about.flatMap(Correlation::thread)
                    .flatMap(this::standing)
                    .filter(RootStore.Standing::open)
                    .flatMap(RootStore.Standing::event);
            Mentions mentions = Mentions.of(errand.target(), rendered, rules.people());
            put(What.MESSAGE, MESSAGE, content(notice, mentions, plain -> {
                ObjectNode shown = errand.picture()
                        .map(picture -> Contents.captioned(plain, picture))
                        .orElse(plain);
                return thread.map(root -> Relations.threadReply(shown, root, root))
                        .orElse(shown);
            }));
            about.ifPresent(c -> keep(Moves.alone(rendered, c, now).after(), c.key()));
            group.ifPresent(name -> keep(
                    new Moves.After.Opened(new Root(now, 1, 0, notice.collapse(List.of())), false), ofGroup(name)));
            return underway(notice, thread);
        }

        /** Where a caption was wanted and there are several messages, their pictures are below them. */
        private boolean inThread() {
            return hook().images() == Images.THREAD
                    || errand.load().notices(errand.target()).size() > 1;
        }

        private Plan redacted(Correlation about) {
            for (String key : about.keys()) {
                standing(key).flatMap(RootStore.Standing::event).ifPresent(event -> {
                    put(What.REDACTION, "m.room.redaction", Relations.redaction(event));
                    roots.forget(tx, thing(key));
                });
            }
            return parts.isEmpty()
                    ? new Plan.Over(new Ending.Filtered())
                    : new Plan.Underway(parts, List.of(), Optional.empty());
        }

        private void found(PostStore.Post post, String key) {
            sender.account()
                    .sender()
                    .find(tx, key)
                    .ifPresent(ticket -> parts.add(new Plan.Part(post.part(), post.what(), ticket)));
        }

        /** The new message itself, else the one that stands for the thing. */
        private Optional<EventId> threadOf(List<PostStore.Post> there) {
            PostStore.Post first = there.getFirst();
            return first.what() == What.MESSAGE
                    ? first.event()
                    : errand.load().notices(errand.target()).stream()
                            .findFirst()
                            .flatMap(Notice::correlation)
                            .flatMap(about -> standing(about.key()))
                            .flatMap(RootStore.Standing::event);
        }

        private Plan underway(Notice notice, Optional<EventId> thread) {
            List<Plan.Owed> owed = new ArrayList<>();
            for (int index : IntStream.range(
                            0, Contents.files(notice, errand.look(sender)).size())
                    .toArray()) {
                owed.add(new Plan.Owed(number++, What.FILE, index));
            }
            boolean posted = parts.get(begun).what() == What.MESSAGE;
            boolean captioned =
                    hook().images() == Images.CAPTION && errand.picture().isPresent();
            if (notice.image().isPresent() && hook().images() != Images.OFF && !captioned) {
                int index = pictures++;
                if (posted && inThread()) {
                    owed.add(new Plan.Owed(number++, What.PICTURE, index));
                }
            }
            for (Plan.Owed part : owed) {
                posts.add(
                        tx,
                        errand.load().id(),
                        errand.room(),
                        part.number(),
                        part.what(),
                        sender.account().user(),
                        Optional.empty());
            }
            return new Plan.Underway(parts, owed, thread);
        }
    }

    Plan plan(Tx tx, Errand errand, Sender sender) {
        List<PostStore.Post> there = posts.of(tx, errand.load().id(), errand.room());
        Work work = new Work(tx, errand, sender);
        if (!there.isEmpty()) {
            return resumed(work, there);
        }
        List<Rendered> told = errand.load().told(errand.target());
        return told.isEmpty() ? new Plan.Over(new Ending.Filtered()) : work.told(told);
    }

    /** What an earlier process began. */
    private static Plan resumed(Work work, List<PostStore.Post> there) {
        List<Plan.Owed> owed = new ArrayList<>();
        int files = 0;
        int pictures = 0;
        for (PostStore.Post post : there) {
            int index = switch (post.what()) {
                case FILE -> files++;
                case PICTURE -> pictures++;
                case MESSAGE, EDIT, REPLY, REDACTION -> 0;
            };
            if (!post.done() && post.key().isEmpty()) {
                owed.add(new Plan.Owed(post.part(), post.what(), index));
            }
            post.key().filter(key -> !post.done()).ifPresent(key -> work.found(post, key));
        }
        return new Plan.Underway(work.parts, owed, work.threadOf(there));
    }

    /** A queue's key: kept in the note of the part, so that it need not be derived again. */
    String key() {
        byte[] bytes = new byte[KEY];
        random.nextBytes(bytes);
        return "lw" + HexFormat.of().formatHex(bytes);
    }

    /** An owed part, uploaded, goes into the queue. */
    Ticket pay(Tx tx, Errand errand, Sender sender, Plan.Owed owed, ObjectNode content) {
        String key = key();
        RoomId room = errand.room();
        posts.queued(tx, errand.load().id(), room, owed.number(), key);
        return sender.account()
                .sender()
                .enqueue(tx, room, MESSAGE, content, SendOptions.interactive().key(key));
    }
}
