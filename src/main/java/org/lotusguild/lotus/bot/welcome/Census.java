package org.lotusguild.lotus.bot.welcome;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.store.Tx;

/** Who is there and who is not, whatever was heard of it. */
final class Census {
    private final WelcomeSetting setting;
    private final WelcomeStore store;

    Census(WelcomeSetting setting, WelcomeStore store) {
        this.setting = setting;
        this.store = store;
    }

    /** Compares the table with the space: what happened while we did not listen. The first time everybody stays unwelcomed. */
    void take() {
        Instant seen = now();
        Set<UserId> members = setting.rooms().joinedMembers(setting.space());
        if (members.contains(setting.me())) {
            setting.db().run(tx -> {
                Map<UserId, Guest> known = store.all(tx);
                if (known.containsKey(setting.me())) {
                    members.forEach(user -> came(tx, user, Optional.ofNullable(known.get(user)), seen));
                    known.values().stream()
                            .filter(guest -> !members.contains(guest.user()))
                            .filter(guest -> guest.changed().isBefore(seen))
                            .forEach(guest -> gone(tx, guest));
                } else {
                    members.forEach(user -> store.add(tx, user, Guest.State.BASELINE, seen));
                }
            });
        }
    }

    /** Whoever came into the chat just before that was waited for was not heard. */
    void recall() {
        setting.db().read(store::invited).stream()
                .filter(this::came)
                .forEach(guest -> setting.db()
                        .run(tx -> store.move(tx, guest.user(), Guest.State.INVITED, Guest.State.WAITING, now())));
    }

    private boolean came(Guest guest) {
        return guest.room()
                .flatMap(chat -> setting.rooms()
                        .state(chat, "m.room.member", guest.user().value()))
                .flatMap(member -> Json.string(member, "membership"))
                .filter("join"::equals)
                .isPresent();
    }

    private void came(Tx tx, UserId user, Optional<Guest> known, Instant seen) {
        if (known.isEmpty()) {
            store.add(tx, user, Guest.State.WAITING, now());
        } else if (known.get().state() == Guest.State.GONE
                && known.get().changed().isBefore(seen)) {
            rejoin(tx, user);
        }
    }

    void rejoin(Tx tx, UserId user) {
        Instant after = now().minus(Duration.ofDays(setting.config().rejoinDays()));
        store.forgetInvites(tx, user);
        store.rejoin(tx, user, Guest.State.GONE, after, now());
    }

    void gone(Tx tx, Guest guest) {
        store.move(tx, guest.user(), guest.state(), Guest.State.GONE, now());
        store.forgetInvites(tx, guest.user());
    }

    private Instant now() {
        return setting.clock().instant();
    }
}
