package org.lotusguild.lotus.crypto.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.primitive.Sas;

/**
 * One verification as we see it; immutable.
 *
 * @param id ours alone: in to-device exchanges that of both sides
 * @param asked we asked, else the other
 * @param since when it was asked for; it may take {@link #LIMIT}
 */
public record Exchange(String id, Flow flow, Own us, UserId them, boolean asked, Instant since, Phase phase) {
    public static final Duration LIMIT = Duration.ofMinutes(10);

    public boolean over() {
        return phase instanceof Phase.Over;
    }

    public boolean late(Instant now) {
        return !over() && !now.isBefore(since.plus(LIMIT));
    }

    public Exchange in(Flow other) {
        return new Exchange(id, other, us, them, asked, since, phase);
    }

    Exchange at(Phase next) {
        return new Exchange(id, flow, us, them, asked, since, next);
    }

    public Optional<Peer> peer() {
        return switch (phase) {
            case Phase.WithPeer known -> Optional.of(known.peer());
            case Phase.Done done -> Optional.of(done.peer());
            case Phase.Asked _, Phase.Requested _, Phase.Cancelled _ -> Optional.empty();
        };
    }

    /** The key that must be closed when this state is left behind. */
    public Optional<ThrowAway> key() {
        return switch (phase) {
            case Phase.Started started -> Optional.of(started.key());
            case Phase.Bound bound -> Optional.of(bound.key());
            case Phase.Committed committed -> Optional.of(committed.key());
            case Phase.Comparing comparing -> Optional.of(comparing.key());
            case Phase.Asked _, Phase.Requested _, Phase.Ready _, Phase.Over _ -> Optional.empty();
        };
    }

    /** Seven signs, once there are some to compare. */
    public List<Emoji> emoji() {
        return shortString()
                .map(shown -> shown.emoji().stream().map(Emoji::of).toList())
                .orElse(List.of());
    }

    /** Three numbers that say the same. */
    public List<Integer> decimals() {
        return shortString().map(Sas.ShortString::decimals).orElse(List.of());
    }

    private Optional<Sas.ShortString> shortString() {
        return phase instanceof Phase.Comparing comparing
                ? Optional.of(comparing.key().agree(comparing.theirs()).shortString(shown(comparing)))
                : Optional.empty();
    }

    /** Source: specification, "HKDF calculation", for {@code curve25519-hkdf-sha256}: who started stands first. */
    private String shown(Phase.Comparing comparing) {
        Stream<String> ours = Stream.of(
                us.user().value(),
                us.device().value(),
                comparing.key().publicKey().base64());
        Stream<String> theirs = Stream.of(
                them.value(),
                comparing.peer().device().value(),
                comparing.theirs().base64());
        Stream<String> sides = comparing.weStarted() ? Stream.concat(ours, theirs) : Stream.concat(theirs, ours);
        return "MATRIX_KEY_VERIFICATION_SAS|" + String.join("|", sides.toList()) + "|" + flow.transaction();
    }
}
