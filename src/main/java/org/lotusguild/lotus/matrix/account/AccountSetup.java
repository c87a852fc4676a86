package org.lotusguild.lotus.matrix.account;

import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.matrix.InvitePolicy;
import org.lotusguild.lotus.matrix.Listener;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.send.Turns;
import org.lotusguild.lotus.matrix.sync.Pace;

/**
 * One account as it is wanted.
 *
 * @param deviceName what people see in the list of the account's devices
 * @param listener is made when the account is put together, before it starts: listeners answer through the account
 * @param maxAge events older than this are late
 * @param shareWith which devices get the keys of our messages
 * @param pace whether it listens, or only writes
 * @param nobodyLooks is told to those who want to compare emoji while nobody looks: where somebody can
 * @param turns that it takes to send, shared with other accounts
 */
public record AccountSetup(
        URI homeserver,
        Identity identity,
        String deviceName,
        Function<MatrixAccount, Listener> listener,
        InvitePolicy invites,
        Duration maxAge,
        RoomPolicy.ShareWith shareWith,
        Pace pace,
        String nobodyLooks,
        Turns turns) {
    private static final Duration MAX_AGE = Duration.ofMinutes(2);

    /** The usual: named after this program, ignores invites, shares with all devices, listens. */
    public static AccountSetup of(URI homeserver, Identity identity, Function<MatrixAccount, Listener> listener) {
        return new AccountSetup(
                homeserver,
                identity,
                "Lotus " + Version.text(),
                listener,
                (room, inviter, direct) -> InvitePolicy.Answer.IGNORE,
                MAX_AGE,
                RoomPolicy.ShareWith.ALL,
                Pace.LISTENING,
                "Nobody compares emoji for this account.",
                Turns.any());
    }

    public AccountSetup invites(InvitePolicy policy) {
        return new AccountSetup(
                homeserver, identity, deviceName, listener, policy, maxAge, shareWith, pace, nobodyLooks, turns);
    }

    public AccountSetup pace(Pace other) {
        return new AccountSetup(
                homeserver, identity, deviceName, listener, invites, maxAge, shareWith, other, nobodyLooks, turns);
    }

    public AccountSetup shareWith(RoomPolicy.ShareWith other) {
        return new AccountSetup(
                homeserver, identity, deviceName, listener, invites, maxAge, other, pace, nobodyLooks, turns);
    }

    public AccountSetup turns(Turns other) {
        return new AccountSetup(
                homeserver, identity, deviceName, listener, invites, maxAge, shareWith, pace, nobodyLooks, other);
    }
}
