package org.lotusguild.lotus.crypto.machine;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.machine.DeviceStore.Shown;
import org.lotusguild.lotus.crypto.machine.IdentityStore.IdentityRow;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import org.lotusguild.lotus.store.Tx;

/** What we know of users' devices and identities, and our notes about them. Each change grows {@link #version}. */
final class Devices {
    private static final int CACHED_USERS = 5_000;

    private final Surroundings at;
    private final DeviceStore store;
    private final IdentityStore identities;
    private final Lru<UserId, List<Device>> cache = new Lru<>(CACHED_USERS, gone -> {});
    private final Set<DeviceRef> wedged =
            new TreeSet<>(Comparator.comparing(DeviceRef::user).thenComparing(DeviceRef::device));
    private long version;

    Devices(Tx tx, Surroundings at) {
        this.at = at;
        this.store = new DeviceStore(at.account());
        this.identities = new IdentityStore(at.account());
        this.wedged.addAll(store.wedged(tx));
    }

    /** Grows whenever anything that a room key depends on may have changed. */
    long version() {
        return version;
    }

    /** All devices of the user, the deleted too. */
    List<Device> of(Tx tx, UserId user) {
        List<Device> found = cache.find(user);
        if (found == null) {
            boolean verified =
                    identities.find(tx, user).map(IdentityRow::verified).orElse(false);
            found = store.devices(tx, user, verified);
            cache.put(user, found);
        }
        return found;
    }

    Optional<Device> find(Tx tx, DeviceRef ref) {
        return of(tx, ref.user()).stream()
                .filter(device -> device.ref().equals(ref))
                .findFirst();
    }

    /** The device of this user with this identity key, one that is not deleted first. */
    Optional<Device> find(Tx tx, UserId user, Curve25519Key identityKey) {
        return of(tx, user).stream()
                .filter(device -> device.identityKey().equals(identityKey))
                .min(Comparator.comparing(Device::deleted));
    }

    /** The signing keys of this user's devices with this identity key, the deleted too. */
    Set<Ed25519Key> signingKeys(Tx tx, UserId user, Curve25519Key identityKey) {
        return of(tx, user).stream()
                .filter(device -> device.identityKey().equals(identityKey))
                .map(Device::signingKey)
                .collect(Collectors.toSet());
    }

    Optional<IdentityRow> identity(Tx tx, UserId user) {
        return identities.find(tx, user);
    }

    void saveIdentity(Tx tx, UserId user, IdentityRow identity) {
        identities.save(tx, user, identity);
        changed(user);
    }

    void forgetIdentity(Tx tx, UserId user) {
        identities.delete(tx, user);
        changed(user);
    }

    void insert(Tx tx, Shown shown) {
        store.insert(tx, shown, at.now());
        wedged.remove(shown.ref());
        changed(shown.ref().user());
    }

    void refresh(Tx tx, Shown shown) {
        store.refresh(tx, shown);
        changed(shown.ref().user());
    }

    void markDeleted(Tx tx, DeviceRef ref) {
        store.markDeleted(tx, ref);
        wedged.remove(ref);
        changed(ref.user());
    }

    /** Our human compared: this device is the user's. */
    void verify(Tx tx, DeviceRef ref) {
        store.verify(tx, ref);
        changed(ref.user());
    }

    /** Our human compared: this identity is the user's. Nothing happens if another one is pinned by now. */
    void verify(Tx tx, UserId user, Ed25519Key master) {
        identities
                .find(tx, user)
                .filter(row -> row.master().equals(master.base64()))
                .ifPresent(row -> saveIdentity(tx, user, new IdentityRow(row.master(), row.selfSigning(), true, true)));
    }

    /** Whether it was compared itself, whoever signed it. */
    boolean isCompared(Tx tx, DeviceRef ref) {
        return store.isVerified(tx, ref);
    }

    /** The user has another identity now: what was compared before counts no more. */
    void doubt(Tx tx, UserId user) {
        store.unverify(tx, user);
        changed(user);
    }

    void noOlmSent(Tx tx, DeviceRef ref) {
        store.noOlmSent(tx, ref);
        changed(ref.user());
    }

    /** The device gave no key that we can use: it has no Olm for now. */
    void claimFailed(Tx tx, DeviceRef ref) {
        store.claimFailed(tx, ref, at.now());
        wedged.remove(ref);
        changed(ref.user());
    }

    /**
     * There is a session with the device.
     *
     * @param known whether there was one before
     */
    void hasOlm(Tx tx, Device device, boolean known) {
        boolean noted = device.noOlmSent() || device.claimFailedAt().isPresent();
        if (noted) {
            store.hasOlm(tx, device.ref());
        }
        if (noted || !known) {
            changed(device.ref().user());
        }
    }

    /** At most once an hour a device gets a new session. */
    void wedged(Tx tx, Device device) {
        Instant now = at.now();
        if (!device.wedged() && device.mayBeUnwedged(now) && device.claimable(now)) {
            store.wedged(tx, device.ref());
            wedged.add(device.ref());
            changed(device.ref().user());
        }
    }

    void unwedged(Tx tx, DeviceRef ref) {
        store.unwedged(tx, ref, at.now());
        wedged.remove(ref);
        changed(ref.user());
    }

    /** The devices that are to get a new session. */
    Set<DeviceRef> wedged() {
        return Set.copyOf(wedged);
    }

    private void changed(UserId user) {
        version++;
        cache.remove(user);
    }

    void flush() {
        cache.trim();
    }
}
